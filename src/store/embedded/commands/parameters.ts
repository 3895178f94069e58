import { CommandError } from '../errors.ts';
import type { Engine, Request } from '../request.ts';
import { isNumeric, toNumber, type Doc } from '../values.ts';

type Name = keyof Engine['parameters'];

/** The greatest value of a parameter: MongoDB keeps these as 32-bit numbers. */
const MAX_VALUE = 0x7fffffff;

/** Arguments of the command that are no parameters. */
function parametersOf(request: Request): string[] {
  return Object.keys(request.body).filter(
    (name) =>
      name !== request.name && !name.startsWith('$') && !['lsid', 'comment', 'maxTimeMS'].includes(name),
  );
}

function isName(engine: Engine, name: string): name is Name {
  return Object.hasOwn(engine.parameters, name);
}

function checkAdmin(request: Request): void {
  if (request.database !== 'admin')
    throw new CommandError(13, `${request.name} may only be run against the admin database.`);
}

/** The command `getParameter`, of one or of all (`'*'`). */
export function getParameter(engine: Engine, request: Request): Doc {
  checkAdmin(request);
  if (request.body['getParameter'] === '*') return { ...engine.parameters };
  const names = parametersOf(request).filter((name) => isName(engine, name));
  if (names.length === 0) throw new CommandError(72, 'no option found to get');
  return Object.fromEntries(names.map((name) => [name, engine.parameters[name]]));
}

/** The command `setParameter`; what it sets holds until the server ends. */
export function setParameter(engine: Engine, request: Request): Doc {
  checkAdmin(request);
  const [name, ...more] = parametersOf(request);
  if (name === undefined || more.length > 0) throw new CommandError(72, 'one parameter can be set at a time');
  if (!isName(engine, name))
    throw new CommandError(
      72,
      `attempted to set unrecognized parameter [${name}]; this server has ${Object.keys(engine.parameters).join(', ')}`,
    );
  const value = request.body[name];
  const number = isNumeric(value) ? toNumber(value) : Number.NaN;
  if (!Number.isInteger(number) || number < 1 || number > MAX_VALUE)
    throw new CommandError(2, `${name} has to be a whole number from 1 to ${MAX_VALUE}`);
  const was = engine.parameters[name];
  engine.parameters[name] = number;
  return { was };
}
