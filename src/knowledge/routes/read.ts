import type { PackProblem } from '../pack.ts';
import type { SourceDocument } from '../types.ts';
import { lineSchema } from './schema.ts';
import type { Line } from './types.ts';

/** The pack that lines are part of. */
interface Surroundings {
  /** Files of the places, by their ids. */
  files: ReadonlyMap<string, string>;
  sources: Readonly<Record<string, SourceDocument>>;
}

/**
 * Reads one line as a file of `transit/lines/` has it, and checks what its form cannot: that stops and documents are in
 * the pack and dates are the documents'.
 * @returns the line, or what is wrong with it
 */
export function parseLine(
  file: string,
  content: unknown,
  { files, sources }: Surroundings,
): { line: Line } | { problems: PackProblem[] } {
  const result = lineSchema.safeParse(content);
  const given = (content as { id?: unknown } | null)?.id;
  const id = typeof given === 'string' && given !== '' ? given : '-';
  const problems: PackProblem[] = [];
  const fault = (field: string, message: string) => problems.push({ file, id, field, message });
  if (!result.success) {
    for (const issue of result.error.issues) fault(issue.path.join('.') || '-', issue.message);
    return { problems };
  }
  const line = result.data as Line;
  const own = new Set(line.stops?.map((stop) => stop.id));
  for (const [number, { stops }] of line.services.entries()) {
    for (const stop of stops) {
      if (files.has(stop) || own.has(stop)) continue;
      fault(`services.${number}.stops`, `"${stop}" is no place of the pack and no stop of the line`);
    }
  }
  for (const [part, { source, checkedOn }] of Object.entries(line.facts)) {
    const document = sources[source];
    if (!document) {
      fault(`facts.${part}.source`, `"${source}" is no key of sources.json or sources/*.json`);
    } else if (document.date !== checkedOn) {
      fault(`facts.${part}.checkedOn`, `is ${checkedOn}, but the document is of ${document.date}`);
    }
  }
  return problems.length > 0 ? { problems } : { line };
}
