import type { Adapter, Capabilities } from '../../adapters/adapter.ts';
import type { Config } from '../config.ts';
import type { Knowledge } from '../knowledge/types.ts';
import type { Vault } from '../privacy/encryption.ts';
import type { Pseudonyms } from '../privacy/pseudonyms.ts';
import type { Rules } from './exclusion.ts';
import { LinkSigner } from './links.ts';
import type { RenderParts } from './render.ts';

/** What broadcasts are made of: everything that the functions of this folder need to know of the rest. */
export interface BroadcastParts extends RenderParts {
  config: Config;
  vault: Vault;
  pseudonyms: Pseudonyms;
  /** The platforms that are set up, by name. */
  adapters: ReadonlyMap<string, Adapter>;
}

export function broadcastParts(parts: {
  config: Config;
  data: { vault: Vault; pseudonyms: Pseudonyms };
  knowledge: Knowledge;
  adapters: readonly Adapter[];
}): BroadcastParts {
  const { adapters, config, data, knowledge } = parts;
  return {
    config,
    vault: data.vault,
    pseudonyms: data.pseudonyms,
    knowledge,
    adapters: new Map(adapters.map((adapter) => [adapter.platform, adapter])),
    signer: new LinkSigner(data.pseudonyms),
    operator: config.OPERATOR_NAME,
    publicUrl: config.PUBLIC_URL,
  };
}

/** What decides whether a person gets a promo, at this moment. */
export function rulesOf({ adapters, config, vault }: BroadcastParts, now: Date): Rules {
  const channels = new Map<string, Capabilities>();
  for (const [platform, { capabilities }] of adapters) channels.set(platform, capabilities);
  return { vault, channels, cap: config.PROMO_CAP, now };
}
