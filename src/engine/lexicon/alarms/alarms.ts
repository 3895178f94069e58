import type { Phrases } from '../lexicon.ts';

/** What somebody in need says has happened, by kind: every language has words for each. */
interface Cries {
  /** Unconscious, a stroke, a seizure, high fever, childbirth. */
  collapse: Phrases;
  heart: Phrases;
  /** Choking, allergic shock. */
  breath: Phrases;
  /** Bleeding, falls, fractures, burns, bites. */
  wound: Phrases;
  /** Overdose, spiked drinks, bootleg alcohol. */
  poison: Phrases;
  /** Drowning, a sinking boat. */
  water: Phrases;
  /** Fire, smoke, gas. */
  fire: Phrases;
  /** Stabbing, shooting, beating, bombs. */
  attack: Phrases;
  /** Robbery, fraud, lost papers and valuables. */
  theft: Phrases;
  /** Harassment, threats, being followed or locked in, violence at home. */
  threat: Phrases;
  /** A child or companion who is missing. */
  missing: Phrases;
  accident: Phrases;
  suicide: Phrases;
}

/** The words of alarm of one language. */
export interface Alarms {
  cries: Cries;
  /** Who comes to help: whoever names them needs them. */
  services: Phrases;
  /** Dangers by their bare names: in "is theft common?" nothing has happened. */
  danger: Phrases;
  /** Turns of speech, names of places and general questions that name a danger and mean none. */
  calm: Phrases;
}

/** The words of alarm as what a person wants. */
export function alarmWants({ cries, services, danger, calm }: Alarms): {
  emergency: Phrases;
  services: Phrases;
  danger: Phrases;
  calm: Phrases;
} {
  return { emergency: Object.values(cries).join(', '), services, danger, calm };
}
