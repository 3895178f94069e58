import packageJson from '../package.json' with { type: 'json' };

/** Version of Rehber, as `package.json` has it; it stands in every turn and manifest. */
export const CODE_VERSION: string = packageJson.version;
