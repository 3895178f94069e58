/**
 * A content security policy that runs and loads nothing but our own files, in the words of helmet.
 * @param frameAncestors who may show the page in a frame
 */
export function contentPolicy(frameAncestors: string[]): {
  useDefaults: false;
  directives: Record<string, string[]>;
} {
  return {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors,
    },
  };
}
