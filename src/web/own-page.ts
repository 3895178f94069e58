import type { FastifyRequest } from 'fastify';

/** What a request from another site is told. */
export const OTHER_SITE =
  'This address answers its own page only. Behind a proxy, set PUBLIC_URL to the page’s.';

/**
 * Whether a request comes from a page of ours, or from no page at all: browsers name the origin of what is posted, and
 * the site of what is read.
 */
export function isFromOwnPage(request: FastifyRequest, publicUrl: URL | undefined): boolean {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const ours = [request.host, ...(publicUrl ? [publicUrl.host] : [])];
  const fromPage = origin === undefined || (URL.canParse(origin) && ours.includes(new URL(origin).host));
  return fromPage && (site === undefined || site === 'same-origin' || site === 'none');
}
