import { markDenseNames } from './redact/dense-names.ts';
import { markDocuments } from './redact/documents.ts';
import { markEmails } from './redact/emails.ts';
import { markFlights, tellsDay } from './redact/flights.ts';
import { markHandles } from './redact/handles.ts';
import { keepFacts } from './redact/keep.ts';
import { markLinks } from './redact/links.ts';
import { markLocations } from './redact/location.ts';
import { markNames } from './redact/names.ts';
import { markCheckedNumbers, markTaxNumbers } from './redact/numbers.ts';
import { markPhones } from './redact/phones.ts';
import { markPlates } from './redact/plates.ts';
import { markRooms } from './redact/rooms.ts';
import { keepPublicFacts } from './redact/public-facts.ts';
import { Scan } from './redact/scan.ts';
import { markSignatures } from './redact/signatures.ts';

/** Version of the rules; it stands in every row that they were applied to. */
export const REDACTOR_VERSION = 3;

/** Each pass shortens what is left to find, and one is nearly always enough. */
const MOST_PASSES = 6;

/**
 * Replaces what points at a person by a placeholder for its kind, the same in every language: `[phone]`, `[email]`,
 * `[card]`, … Of coordinates and links to maps the cell of about 1 km stays: `[location 41.00,28.97]`. Names and addresses
 * of places, hours, prices, dates, lines, emergency numbers, and the phones and sites of the city pack stay as they were
 * written. Redacting twice changes nothing.
 */
export function redact(text: string): string {
  let result = text;
  // Where a placeholder stands now, the words around may have come nearer to each other
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const next = redactOnce(result);
    if (next === result) break;
    result = next;
  }
  return result;
}

function redactOnce(text: string): string {
  const scan = new Scan(text);
  const digits = /\d/.test(scan.text);
  keepPublicFacts(scan);
  markLinks(scan);
  markEmails(scan);
  markCheckedNumbers(scan);
  // Codes of bookings may be of letters alone
  if (digits || /[A-Z]{6}/.test(scan.text)) markDocuments(scan);
  if (digits) {
    markLocations(scan);
    const dated = tellsDay(scan.text);
    keepFacts(scan);
    markPlates(scan);
    if (dated) markFlights(scan);
    markRooms(scan);
    markPhones(scan);
    markTaxNumbers(scan);
  }
  markHandles(scan);
  markNames(scan);
  markDenseNames(scan);
  markSignatures(scan);
  return scan.result();
}
