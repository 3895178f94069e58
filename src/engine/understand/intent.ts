import type { Intent } from '../../messages.ts';
import type { Category } from '../../knowledge/types.ts';
import { FOOD, TRANSIT } from '../lexicon/categories.ts';
import type { Topic } from '../topics.ts';
import { isAlarm } from './books.ts';
import type { Reading } from './reading.ts';

/** What is meant, and how sure that is (0 to 1). */
export interface Decision {
  intent: Intent;
  confidence: number;
}

const sure = (intent: Intent): Decision => ({ intent, confidence: 0.9 });
const likely = (intent: Intent): Decision => ({ intent, confidence: 0.7 });
const weak = (intent: Intent): Decision => ({ intent, confidence: 0.4 });

/**
 * Decides what a message is for, from what stands in it. Emergencies come first: missing one is worse than answering
 * one that was none.
 */
export function decide(reading: Reading): Decision {
  const { wants, marks } = reading;
  const kinds = reading.categories.length > 0;
  const named = reading.placeIds.length > 0 || reading.areaId !== undefined;
  const topic = kinds || named;
  if (isAlarm(wants)) return sure('emergency');
  // "Is theft common?", "earthquake risk"
  if (wants.has('danger')) return sure('practical');
  if (reading.topic === 'allergy') return sure('practical');
  const asks = ['nearby', 'route', 'hours', 'plan', 'practical', 'details', 'place'] as const;
  const askedFor = asks.some((want) => wants.has(want));
  if (wants.has('help') && !topic && !askedFor) return likely('emergency');
  if (wants.has('human') && !named) return sure('human');
  if (wants.has('complaint')) return sure('complaint');
  if (wants.has('about') && !named) return sure('about');
  if (reading.otherCity && !named && !wants.has('route')) return sure('off_topic');
  if (wants.has('off_topic') && !(topic && (askedFor || marks.has('nearMe') || marks.has('near')))) {
    return sure('off_topic');
  }
  const asksElse = ['hours', 'plan', 'route', 'details'] as const;
  if (reading.anyEmergency && !topic && !asksElse.some((want) => wants.has(want))) return likely('emergency');
  return decideTravel(reading) ?? decideRest(reading);
}

function decideTravel(reading: Reading): Decision | undefined {
  const { wants, marks, categories, direction } = reading;
  const places = reading.placeIds.length > 0;
  const named = places || reading.areaId !== undefined;
  // "Hıdiv Kasrı breakfast" asks about the place that serves it
  const kinds = categories.length > 0 && !reading.ownKind;
  const food = categories.some((category) => FOOD.has(category));
  if (reading.unknownName && !named && !wants.has('route')) return sure('unknown');
  if (asksDiet(reading)) return sure('place');
  if (reading.topic === 'holidays' && !named && !wants.has('hours') && !marks.has('open')) {
    return sure('practical');
  }
  const isBath = reading.topic === 'toilet' && kinds;
  if (reading.topic && NOTED.has(reading.topic) && !isBath && !named && !wants.has('route')) {
    return sure('practical');
  }
  if (reading.topic === 'safety' && !kinds && !wants.has('route') && !wants.has('hours'))
    return sure('practical');
  if (wants.has('plan') && !wants.has('hours') && !wants.has('practical')) return sure('plan');
  const isStopNear = marks.has('nearMe') && places && kinds && onlyStation(categories);
  if (isStopNear && !direction.origin) return sure('nearby');
  if (wants.has('route') && (named || !wants.has('hours')) && !(food && !named)) return sure('route');
  // "Is the bazaar open at Bayram?": a holiday by itself is a practical matter
  if (named && reading.holiday && wants.has('hours')) return sure('hours');
  if (wants.has('practical') && !food && !(named && wants.has('details'))) return sure('practical');
  const asksOpen = marks.has('open') && (marks.has('now') || reading.moment !== undefined);
  if (wants.has('hours') && !(kinds && (asksOpen || !named) && !onlyStation(categories))) {
    if (named) return sure('hours');
    return asksOpen && !kinds ? likely('nearby') : likely('hours');
  }
  if (wants.has('details') && named && !food) return sure('place');
  if (wants.has('details') && !food) {
    return kinds && reading.topic !== 'mosque' ? likely('nearby') : sure('practical');
  }
  const asksDay = reading.unread === 0 || reading.holiday;
  if (named && !kinds && reading.moment && asksDay && wants.size === 0) return likely('hours');
  if (named) return decideNamed(reading);
  if (kinds || marks.has('nearMe')) return sure('nearby');
  if (asksOpen || marks.has('cheap')) return likely('nearby');
  return wants.has('nearby') && !wants.has('smalltalk') ? weak('nearby') : undefined;
}

/** Topics whose words mean nothing else. */
const NOTED: ReadonlySet<Topic> = new Set<Topic>([
  'transit_card',
  'tipping',
  'power',
  'sim',
  'scams',
  'smoking',
  'phrases',
  'pharmacy',
  'toilet',
]);

/** Whether one eatery keeps to a diet; "halal near the Blue Mosque" asks for a kind of place. */
function asksDiet({ aspect, eatery, marks }: Reading): boolean {
  return aspect === 'diet' && eatery && !marks.has('nearMe');
}

function isViewpoint(category: Category): boolean {
  return category === 'viewpoint';
}

/** Airports are ends of ways too: "from the airport to Taksim". */
function isOfTravel(category: Category): boolean {
  return category === 'airport' || TRANSIT.has(category);
}

function onlyStation(categories: readonly Category[]): boolean {
  return categories.every((category) => TRANSIT.has(category));
}

/** A place or area is named: is it asked about, or is something asked for around it? */
function decideNamed({
  wants,
  marks,
  categories,
  areaId,
  direction,
  aspect,
  placeIds,
  ownKind,
}: Reading): Decision {
  const around = marks.has('near') || marks.has('nearMe');
  // "Nearest metro to Tünel" asks for a stop, "metro to Tünel" for the way
  const isWay = direction.isWay || (direction.isPair && categories.length > 0);
  if (isWay && categories.every(isOfTravel)) return sure('route');
  // "Sunset at Galata Tower": the word for the sunset stands for viewpoints too
  if (aspect === 'sunset' && placeIds.length > 0 && !around && categories.every(isViewpoint))
    return sure('place');
  if (around) return sure('nearby');
  if (categories.length > 0 && !onlyStation(categories) && !ownKind) return sure('nearby');
  if (areaId !== undefined && wants.has('nearby') && !wants.has('place')) return likely('nearby');
  return sure('place');
}

function decideRest(reading: Reading): Decision {
  const { wants, sum, anyEmergency, length, unread, unsupported, topic } = reading;
  if (anyEmergency) return likely('emergency');
  if (wants.has('smalltalk')) return sure('smalltalk');
  if (sum) return likely('off_topic');
  if (topic && !unsupported) return likely('practical');
  if (wants.has('place') && !unsupported && length > unread) return weak('place');
  return { intent: 'unknown', confidence: 0.2 };
}
