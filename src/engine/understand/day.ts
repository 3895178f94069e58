import type { Knowledge } from '../../knowledge/types.ts';
import { FOOD, GENERAL } from '../lexicon/categories.ts';
import type { DayWishes, Question, Understanding } from '../types.ts';
import { asksForDay, changesPlan, mergeWishes, readWishes } from './wishes.ts';

/** What a message may have been taken for that says how to spend a day without the word for a plan. */
const VAGUE = new Set<Understanding['intent']>(['unknown', 'nearby', 'place', 'hours', 'route', 'off_topic']);

/** Above this the message itself speaks of opening. */
const SURE_OF_HOURS = 0.8;

/**
 * Reads messages that ask for a plan: what the day is to be like, and what a message changes of the plan before it.
 * @param understand reads a message as if there were no plans but where it says so
 */
export function createDayReading(
  knowledge: Knowledge,
  understand: (question: Question) => Understanding,
): (question: Question) => Understanding {
  const read = (question: Question): Understanding => {
    const own = understand(question);
    const { text, history } = question;
    if (own.unsupportedLanguage || own.aspect === 'service') return own;
    const wishes = readWishes(text, own.language);
    const plan = (): Understanding => withWishes(understand({ ...question, history: [] }), wishes);
    if (own.intent === 'plan') return withWishes(own, wishes);
    const asked = asksForDay(text, wishes);
    const isOffTopic = own.intent === 'off_topic';
    if (isStayThere(own, wishes, knowledge) || isDayWithKids(own, wishes)) return plan();
    if (!VAGUE.has(own.intent) || (own.intent === 'hours' && own.confidence > SURE_OF_HOURS)) return own;
    if (isOffTopic ? asked === 'surely' : own.intent !== 'route' && asked && !asksWhereToEat(own, wishes)) {
      return plan();
    }
    if (isOffTopic) return own;
    if (isPartOfDayThere(own, wishes, knowledge)) return plan();
    const last = history.at(-1);
    if (last?.intent !== 'plan' || !changesPlan(text, own.language, wishes)) return own;
    const before = read({ ...question, text: last.text, at: last.at, history: history.slice(0, -1) });
    if (!before.plan) return own;
    const fresh = understand({ ...question, history: [] });
    const when = fresh.when ?? before.when;
    const merged = withWishes(
      { ...before, language: own.language, ...(when ? { when } : {}) },
      mergeWishes(before.plan, wishes),
    );
    const budget = fresh.budget ?? before.budget;
    return { ...merged, ...(budget ? { budget } : {}) };
  };
  return read;
}

/** "Brunch at the weekend" asks for places. */
function asksWhereToEat({ intent, categories }: Understanding, { wishes, part }: DayWishes): boolean {
  const eats = categories.some((category) => FOOD.has(category) && !GENERAL.has(category));
  const isMore = part !== undefined || wishes.some((wish) => wish !== 'food' && wish !== 'breakfast');
  return intent === 'nearby' && eats && !isMore;
}

/** "Four hours in Sultanahmet". */
function isStayThere(own: Understanding, { hours = 0 }: DayWishes, knowledge: Knowledge): boolean {
  return hours >= 2 && ['hours', 'place', 'nearby'].includes(own.intent) && isNeighbourhood(own, knowledge);
}

/** "What to do on Monday with a toddler": a whole day, and nothing that is looked for. */
function isDayWithKids({ intent, wholeDay, categories }: Understanding, { wishes }: DayWishes): boolean {
  const isVague = intent === 'nearby' || intent === 'unknown';
  const seeks = categories.some((category) => !GENERAL.has(category));
  return isVague && wholeDay === true && wishes.includes('kids') && !seeks;
}

function isNeighbourhood({ placeIds, areaId }: Understanding, knowledge: Knowledge): boolean {
  const named = knowledge.place(placeIds[0] ?? '');
  return named ? named.categories.includes('neighbourhood') : areaId !== undefined;
}

/** "An evening in Kadıköy": a part of the day and a neighbourhood, and nothing of its hours. */
function isPartOfDayThere(own: Understanding, { part }: DayWishes, knowledge: Knowledge): boolean {
  if (!part || !['hours', 'place', 'nearby'].includes(own.intent)) return false;
  return !own.categories.some((category) => !GENERAL.has(category)) && isNeighbourhood(own, knowledge);
}

/** A plan with what is wished of it; kinds of place that it is to be without are none that it asks for. */
function withWishes(own: Understanding, plan: DayWishes): Understanding {
  const without = new Set<string>([
    ...(plan.wishes.includes('no_museums') ? ['museum'] : []),
    ...(plan.wishes.includes('no_mosques') ? ['mosque'] : []),
    ...(plan.wishes.includes('no_shopping') ? ['shopping', 'market'] : []),
    // "Peu de marche" is no market
    ...(own.language === 'fr' && plan.wishes.includes('little_walking') ? ['market'] : []),
  ]);
  const wanted = own.categories.filter((category) => !without.has(category) && !GENERAL.has(category));
  const { budget } = own;
  const eats = own.categories.some((category) => FOOD.has(category) && category !== 'breakfast');
  return {
    ...own,
    intent: 'plan',
    categories: wanted,
    openOnly: false,
    confidence: Math.max(own.confidence, 0.7),
    plan: {
      ...plan,
      wishes: [
        ...new Set([
          ...plan.wishes,
          ...(eats && !plan.wishes.includes('food') ? (['food'] as const) : []),
          ...(budget ? [budget] : []),
        ]),
      ],
    },
  };
}
