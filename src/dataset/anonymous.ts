import type { Knowledge } from '../knowledge/types.ts';
import { centreOf } from '../privacy/cell.ts';
import { Turn } from '../store/models/turn.ts';
import { coarsenDistances, coarsenFacts } from './distances.ts';
import type { ExportTurn } from './formats.ts';
import { exportedId } from './tombstones.ts';

/** What the redactor leaves of coordinates. */
const CELL_IN_TEXT = /\[location (-?\d+\.\d\d,-?\d+\.\d\d)\]/g;

/**
 * Takes from turns what could lead to a person: ids become those of the export folder, and a place cell in which too few
 * people asked is told as its district alone (k-anonymity, Sweeney 2002). Where the guide knew where the person stood,
 * distances are coarsened.
 */
export async function anonymizer(
  salt: string,
  { knowledge, minPeople }: { knowledge: Pick<Knowledge, 'districtAt'>; minPeople: number },
): Promise<(turn: ExportTurn) => ExportTurn> {
  const shared = await sharedCells(minPeople);
  return (exact) => {
    const turn = exact.cell ? withoutDistances(exact) : exact;
    return {
      ...turn,
      id: exportedId(salt, turn.id),
      person: exportedId(salt, turn.person),
      conversation: exportedId(salt, turn.conversation),
      ...(turn.cell ? placeOf(turn.cell, shared, knowledge) : {}),
      question: coarsened(turn.question, shared),
      feedback: turn.feedback?.correction
        ? { ...turn.feedback, correction: coarsened(turn.feedback.correction, shared) }
        : turn.feedback,
    };
  };
}

/** A turn whose texts do not tell how far from places the person stood. */
function withoutDistances(turn: ExportTurn): ExportTurn {
  const { feedback } = turn;
  return {
    ...turn,
    question: coarsenDistances(turn.question),
    answer: coarsenDistances(turn.answer),
    facts: coarsenFacts(turn.facts, turn.places),
    places: turn.places.toSorted(),
    feedback: feedback?.correction
      ? { ...feedback, correction: coarsenDistances(feedback.correction) }
      : feedback,
  };
}

/** A place that a text tells as its cell, by the same rule. */
function coarsened(text: string, shared: Set<string>): string {
  return text.replaceAll(CELL_IN_TEXT, (whole, cell: string) => (shared.has(cell) ? whole : '[location]'));
}

function placeOf(
  cell: string,
  shared: Set<string>,
  knowledge: Pick<Knowledge, 'districtAt'>,
): { cell: string | null; district?: string } {
  const district = knowledge.districtAt(centreOf(cell))?.name.tr;
  return { cell: shared.has(cell) ? cell : null, ...(district ? { district } : {}) };
}

/** The cells in which enough people asked who said yes. */
async function sharedCells(minPeople: number): Promise<Set<string>> {
  const rows = await Turn.aggregate<{ _id: string }>([
    { $match: { consent: 'yes', cell: { $exists: true } } },
    { $group: { _id: { cell: '$cell', person: '$person' } } },
    { $group: { _id: '$_id.cell', people: { $sum: 1 } } },
    { $match: { people: { $gte: minPeople } } },
  ]);
  return new Set(rows.map(({ _id }) => _id));
}
