import { z } from 'zod';

const HOURS_MUST = 'must be two hours of the day, for example 9-20; 0-24 is always';

/** A secret of 32 bytes, in base64. */
const key = z
  .string()
  .refine((text) => /^[A-Za-z0-9+/]+={0,2}$/.test(text) && Buffer.from(text, 'base64').length === 32, {
    error: 'must be 32 bytes in base64: make one with `openssl rand -base64 32`',
  });
const url = z.url({
  protocol: /^https?$/,
  error: 'must be an http or https address, for example https://guide.example.org',
});
const port = z.coerce.number({ error: 'must be a port number, for example 3000' }).int().min(0).max(65_535);

/** Origins apart by spaces or commas, or `*`. */
const origins = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
  .refine((parts) => parts.every((part) => part === '*' || isOrigin(part)), {
    error: 'must be origins apart by spaces or commas, for example https://hotel.example.org, or *',
  })
  .transform((parts) => parts.map((part) => (part === '*' ? part : new URL(part).origin)));

/** A host in it stands in a header, where other signs than a name's would begin another directive. */
function isOrigin(text: string): boolean {
  const parsed = URL.parse(text);
  if (!parsed || !/^https?:$/.test(parsed.protocol) || !/^(?:[\w.-]+|\[[\da-f:]+\])$/.test(parsed.hostname))
    return false;
  return parsed.href === `${parsed.origin}/`;
}

/** Hours of the day, `from-to`, the second not among them: `{from, to}`. */
const hours = z
  .string()
  .regex(/^\d{1,2}-\d{1,2}$/, HOURS_MUST)
  .transform((text) => text.split('-').map(Number) as [number, number])
  .refine(([from, to]) => from < to && to <= 24, { error: HOURS_MUST })
  .transform(([from, to]) => ({ from, to }));

/** So many in so many days or hours, `3/7d`; `0` is no limit: `{count, ms}`, or null. */
const cap = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,3}\/[1-9]\d{0,3}[dh])$/, {
    error:
      'must be a number of promos and a time, for example 3/7d (three in seven days) or 1/12h; 0 is no limit',
  })
  .transform((text) => {
    const [count = 0, span = 0] = text.split('/').map((part) => Number.parseInt(part, 10));
    return count === 0 ? null : { count, ms: span * (text.endsWith('d') ? 24 : 1) * 60 * 60 * 1_000 };
  });

/** An empty value is the same as none: `.env` files are full of `NAME=`. */
const environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  PUBLIC_URL: url.optional(),
  EMBED_ORIGINS: origins.default([]),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/, 'must look like 123456:ABC-DEF, as @BotFather gives it')
    .optional(),
  TELEGRAM_API_ROOT: url.default('https://api.telegram.org'),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{1,256}$/, 'must be 1 to 256 letters, digits, _ or -')
    .optional(),
  WHATSAPP_TOKEN: z.string().optional(),
  WHATSAPP_PHONE_NUMBER_ID: z.string().regex(/^\d+$/, 'must be the number’s id of digits alone').optional(),
  WHATSAPP_APP_SECRET: z.string().optional(),
  WHATSAPP_VERIFY_TOKEN: z.string().optional(),
  WHATSAPP_API_ROOT: url.default('https://graph.facebook.com'),
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^xoxb-/, 'must begin with xoxb-')
    .optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-/, 'must begin with xapp-')
    .optional(),
  SLACK_API_URL: url.default('https://slack.com/api/'),
  SLACK_OPERATOR_CHANNEL: z
    .string()
    .regex(/^[CGD][A-Z0-9]+$/, 'must be a channel’s id, for example C0123456789')
    .optional(),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: url.default('https://api.openai.com/v1'),
  OPENAI_MODEL: z.string().default('gpt-4o-mini'),
  OPENAI_TRANSCRIBE_MODEL: z.string().optional(),
  OPERATOR_NAME: z.string().optional(),
  OPERATOR_CONTACT: z.string().optional(),
  ADMIN_TOKEN: z
    .string()
    .min(16, 'must have at least 16 characters: make one with `openssl rand -base64 24`')
    .optional(),
  PROMO_HOURS: hours.default({ from: 9, to: 20 }),
  PROMO_CAP: cap.default({ count: 3, ms: 7 * 24 * 60 * 60 * 1_000 }),
  PROMO_APPROVAL: z
    .enum(['required', 'none'], {
      error: 'must be required (somebody else has to approve each promo) or none',
    })
    .default('none'),
  TELEGRAM_PAID_BROADCASTS: z
    .enum(['on', 'off'], { error: 'must be on (promos beyond 30 a second cost Stars) or off' })
    .default('off'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
    .optional(),
  DATA_DIR: z.string().default('data'),
  PSEUDONYM_KEY: key.optional(),
  DATA_KEY: key.optional(),
  PSEUDONYM_KEY_PREVIOUS: key.optional(),
  DATA_KEY_PREVIOUS: key.optional(),
  PRESIDIO_URL: url.optional(),
  RETENTION_DAYS: z.coerce
    .number({ error: 'must be a number of days, for example 730' })
    .int()
    .min(1)
    .max(36_500)
    .default(730),
  EXPORT_MIN_PEOPLE: z.coerce
    .number({ error: 'must be a number of people, for example 5' })
    .int()
    .min(1)
    .default(5),
  EXPORT_SCHEDULE: z.string().default('30 3 * * *'),
  TIMEZONE: z.string().default('Europe/Istanbul').refine(isTimeZone, {
    error: 'must be an IANA time zone, for example Europe/Istanbul',
  }),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
});

/** The environment, checked. Every field is named as its variable. */
export type Config = z.output<typeof environment>;

/** `Intl.supportedValuesOf` leaves out other names of the same zone, such as Asia/Kolkata. */
function isTimeZone(zone: string): boolean {
  try {
    return (
      new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '' &&
      !/^[+-]/.test(zone)
    );
  } catch {
    return false;
  }
}

/** A mistake of the person who runs Rehber; its message is all they need to mend it. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}

/**
 * Reads and checks the environment.
 * @throws ConfigError that names every variable at fault and what it must be.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const result = environment.safeParse(given);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(`The environment (or .env) cannot be used:\n${faults.join('\n')}`);
}
