import type { Point } from '../../messages.ts';

/** Milliseconds to wait for a position once the person agreed. */
const TIMEOUT_MS = 15_000;
/** Milliseconds that a known position stays good for a pedestrian. */
const MAX_AGE_MS = 60_000;

/** Asks the browser where the person is, and the browser asks the person. */
export async function locate(): Promise<{ point?: Point; refused: boolean }> {
  // Kept from pages that came over plain http, but for this machine's own
  if (!('geolocation' in navigator) || !globalThis.isSecureContext) return { refused: true };
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ point: { lat: coords.latitude, lon: coords.longitude }, refused: false }),
      (error) => resolve({ refused: error.code === error.PERMISSION_DENIED }),
      { enableHighAccuracy: true, timeout: TIMEOUT_MS, maximumAge: MAX_AGE_MS },
    );
  });
}
