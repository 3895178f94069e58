/** What the dashboard's server and pages say to each other; nothing here names or quotes a person of the guide. */

/** What a page knows from the beginning. */
export interface DashboardSettings {
  /** Guide and operator. */
  guide: string;
  operator: string | null;
  /** Who is logged in; may be empty. */
  name: string;
  approvalRequired: boolean;
  promoHours: { from: number; to: number };
  /** The most promos that a person gets, in words. */
  promoCap: string;
  timezone: string;
  /** Platforms that are set up. */
  platforms: string[];
  languages: string[];
  rightToLeft: string[];
  categories: string[];
  districts: string[];
  places: { id: string; name: string }[];
  /** Whether clicks can be counted. */
  countsClicks: boolean;
}

/** Answer of `GET /api/admin/overview`. Rates are fractions, null without data. */
export interface Overview {
  turns: number;
  answered: number;
  feedback: { up: number; down: number; rate: number | null; positiveRate: number | null };
  byPlatform: Record<string, number>;
  byLanguage: Record<string, number>;
  byIntent: Record<string, number>;
  inbox: { waiting: number; working: number; poison: number };
  /** Platforms whose token was refused: what is to go there waits. */
  unauthorized: string[];
}

export type BroadcastState = 'draft' | 'approved' | 'scheduled' | 'running' | 'paused' | 'done' | 'cancelled';

export type CountedState = 'waiting' | 'sent' | 'delivered' | 'read' | 'failed' | 'uncertain' | 'skipped';

/** How far a broadcast is. Moments are ISO 8601. */
export interface Status {
  id: string;
  name: string;
  state: BroadcastState;
  total: number;
  counts: Record<CountedState, number>;
  /** `STATE.REASON`. */
  reasons: Record<string, number>;
  at: string | null;
  startedAt: string | null;
  endedAt: string | null;
  pauseReason: string | null;
}

/** A broadcast with what it says. */
export interface Detail extends Status {
  texts: Record<string, string>;
  textsB: Record<string, string> | null;
  fallback: string | null;
  segment: Record<string, unknown>;
  holdout: number;
  link: string | null;
  linkLabels: Record<string, string>;
  place: string | null;
  /** Id of the picture, for `/pictures/…`. */
  picture: string | null;
  template: string | null;
  templateParameters: Record<string, string[]>;
  templateLanguages: Record<string, string>;
  createdAt: string;
  createdBy: string;
  previewedAt: string | null;
  testedAt: string | null;
  approvedAt: string | null;
  approvedBy: string | null;
}

/** What `POST /api/admin/broadcasts` and `PUT /api/admin/broadcasts/ID` take. */
export interface DraftInput {
  name: string;
  texts: Record<string, string>;
  textsB?: Record<string, string> | undefined;
  fallback?: string | undefined;
  segment?: Record<string, unknown> | undefined;
  holdout?: number | undefined;
  link?: string | undefined;
  linkLabels?: Record<string, string> | undefined;
  place?: string | undefined;
  /** A JPEG or PNG in base64. */
  picture?: string | null | undefined;
  template?: string | undefined;
  templateParameters?: Record<string, string[]> | undefined;
  templateLanguages?: Record<string, string> | undefined;
  at?: string | undefined;
  /** Who does it, where the session has no name. */
  by?: string | undefined;
}

/** Who would get a broadcast, and why others would not. */
export interface Audience {
  recipients: number;
  excluded: Record<string, number>;
}

/** Answer of `POST /api/admin/broadcasts/ID/preview`. */
export interface PreviewAnswer extends Audience {
  rendered: {
    platform: string;
    language: string;
    arm: 'a' | 'b';
    form: 'text' | 'template';
    text: string;
    buttons: string[];
    message?: object;
  }[];
  notes: string[];
}

export type ArmName = 'a' | 'b' | 'holdout';

/** Answer of `GET /api/admin/broadcasts/ID/results`. */
export interface Results {
  arms: Partial<
    Record<
      ArmName,
      { people: number; delivered: number; read: number; clicked: number; replied: number; optedOut: number }
    >
  >;
  comparisons: { what: string; first: ArmName; second: ArmName; said: string }[];
  feedback: { said: string };
}

/** A line of the audit log. */
export interface AuditLine {
  at: string;
  actor: string;
  action: string;
  broadcast: string;
  details: Record<string, unknown> | null;
}
