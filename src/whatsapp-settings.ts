import { ConfigError, type Config } from './config.ts';

/** What WhatsApp needs beside its token. */
export interface WhatsAppSettings {
  token: string;
  phoneNumberId: string;
  appSecret: string;
  verifyToken: string;
  apiRoot: string;
}

/**
 * The settings of WhatsApp; undefined where no token is set.
 * @throws ConfigError that names what is missing beside the token
 */
export function whatsAppSettings(config: Config): WhatsAppSettings | undefined {
  const {
    WHATSAPP_API_ROOT: apiRoot,
    WHATSAPP_APP_SECRET: appSecret,
    WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
    WHATSAPP_TOKEN: token,
    WHATSAPP_VERIFY_TOKEN: verifyToken,
  } = config;
  if (!token) return undefined;
  if (phoneNumberId && appSecret && verifyToken)
    return { token, phoneNumberId, appSecret, verifyToken, apiRoot };
  const missing = [
    ...(phoneNumberId ? [] : ['WHATSAPP_PHONE_NUMBER_ID (the number’s id, in the app’s WhatsApp settings)']),
    ...(appSecret ? [] : ['WHATSAPP_APP_SECRET (the app’s secret, in its basic settings)']),
    ...(verifyToken ? [] : ['WHATSAPP_VERIFY_TOKEN (any word; enter the same in the webhook’s settings)']),
  ];
  throw new ConfigError(`WHATSAPP_TOKEN is set, but not all that goes with it:\n  ${missing.join('\n  ')}`);
}
