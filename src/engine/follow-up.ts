import type { Knowledge } from '../knowledge/types.ts';
import type { PastTurn, Question, Understanding } from './types.ts';
import { CHATTER } from './understand/follow-up.ts';

/** Reads a question's text: see `createUnderstanding`. */
export type Understand = (question: Question) => Understanding;

/**
 * What the question means with the conversation behind it: a location without words asks for what is near, and "more"
 * asks the earlier question again.
 */
export function understandInContext(
  question: Question,
  understand: Understand,
  knowledge: Knowledge,
): Understanding {
  if (question.ask === 'nearby') {
    const { language, unsupportedLanguage } = understand({ ...question, text: '' });
    return { ...plain(language, 'nearby'), unsupportedLanguage, nearMe: true };
  }
  if (question.about !== undefined) {
    const { language, unsupportedLanguage } = understand({ ...question, text: '' });
    return { ...plain(language, 'place'), unsupportedLanguage, placeIds: [question.about] };
  }
  const understood = understand(question.ask === 'more' ? { ...question, text: '' } : question);
  if (question.ask !== 'more' && understood.followUp !== 'more') return understood;
  if (saysWhat(understood) && question.ask !== 'more') return understood;
  const { language, unsupportedLanguage } = understood;
  const earlier = earlierQuestion(question, understand, knowledge) ?? plain(language, 'nearby');
  return { ...earlier, language, unsupportedLanguage, intent: 'nearby', followUp: 'more' };
}

/** The question that "more" repeats, as the last turn that asked something by itself. */
function earlierQuestion(
  question: Question,
  understand: Understand,
  knowledge: Knowledge,
): Understanding | undefined {
  const { history } = question;
  for (let index = history.length - 1; index >= 0; index -= 1) {
    const turn = history[index];
    if (!turn || turn.text === '') continue;
    const { ask: _, ...asked } = question;
    const earlier = understand({ ...asked, text: turn.text, history: history.slice(0, index) });
    if (earlier.followUp === 'more' || CHATTER.has(earlier.intent)) continue;
    if (earlier.intent === 'nearby' || saysWhat(earlier)) return earlier;
    break;
  }
  return likeTheLast(history, knowledge);
}

/** Where the earlier question is forgotten: more of the kind that the last answer showed. */
function likeTheLast(history: PastTurn[], knowledge: Knowledge): Understanding | undefined {
  const turn = history.findLast(({ places }) => places.length > 0);
  const shown = (turn?.places ?? []).flatMap((id) => knowledge.place(id) ?? []);
  const [first] = shown;
  if (!turn || !first) return undefined;
  const shared = first.categories.filter((category) =>
    shown.every(({ categories }) => categories.includes(category)),
  );
  return { ...plain(turn.language, 'nearby'), categories: shared.slice(0, 1) };
}

function saysWhat({ categories, dishes, areaId, placeIds }: Understanding): boolean {
  return categories.length > 0 || dishes.length > 0 || areaId !== undefined || placeIds.length > 0;
}

function plain(language: Understanding['language'], intent: Understanding['intent']): Understanding {
  return {
    language,
    unsupportedLanguage: false,
    intent,
    categories: [],
    dishes: [],
    placeIds: [],
    openOnly: false,
    nearMe: false,
    confidence: 1,
  };
}
