import { ConfigError, type Config } from './config.ts';

/** What Slack needs beside its token: one of the two ways in, or both. */
export interface SlackSettings {
  token: string;
  signingSecret?: string;
  appToken?: string;
  apiUrl: string;
  /** Where the people who run the guide are told what needs them. */
  operatorChannel?: string;
}

/**
 * The settings of Slack; undefined where no token is set.
 * @throws ConfigError that names what is missing beside the token
 */
export function slackSettings(config: Config): SlackSettings | undefined {
  const {
    SLACK_API_URL: apiUrl,
    SLACK_APP_TOKEN: appToken,
    SLACK_BOT_TOKEN: token,
    SLACK_OPERATOR_CHANNEL: operatorChannel,
    SLACK_SIGNING_SECRET: signingSecret,
  } = config;
  if (!token) return undefined;
  if (!signingSecret && !appToken) {
    throw new ConfigError(
      'SLACK_BOT_TOKEN is set, but nothing to receive with. Set one of:\n' +
        '  SLACK_SIGNING_SECRET (in the app’s basic information; Slack then posts to /slack/events)\n' +
        '  SLACK_APP_TOKEN (an app-level token xapp-… with connections:write, for Socket Mode without a public address)',
    );
  }
  return {
    token,
    apiUrl,
    ...(signingSecret ? { signingSecret } : {}),
    ...(appToken ? { appToken } : {}),
    ...(operatorChannel ? { operatorChannel } : {}),
  };
}
