/** Turkish case, possessive and question endings, folded, longest first: "Taksimden", "Kulesine", "Kadıköydeki". */
const TURKISH =
  `sindaki sindeki sundaki sundan sindan sinden ndaki ndeki daki deki taki teki sinda sinde sunda ndan nden sina sine suna sini
  sunu dan den tan ten nda nde nin nun lar ler yla yle dir dur tir tur nin nun da de ta te ya ye yi yu na ne ni nu in un
  im um la le ki li lu mi mu si su ca ce a e i u`
    .split(/\s+/u)
    .toSorted((a, b) => b.length - a.length);
const TURKISH_ENDINGS = new Set(TURKISH);

/** Shortest Turkish name that an ending is taken off: shorter ones would be found in any word. */
const MIN_STEM = 4;

/** Whether the word is nothing but a Turkish ending, as it stands behind an apostrophe. */
export function isTurkishEnding(word: string): boolean {
  return TURKISH_ENDINGS.has(word);
}

/** The word without its Turkish endings, in every way that up to two can be taken off. */
export function turkishStems(word: string): string[] {
  const stems = new Set<string>();
  let layer = [word];
  for (let step = 0; step < 2; step += 1) {
    const next: string[] = [];
    for (const form of layer) {
      for (const ending of TURKISH) {
        if (form.length - ending.length < MIN_STEM || !form.endsWith(ending)) continue;
        const stem = form.slice(0, -ending.length);
        if (stems.has(stem)) continue;
        stems.add(stem);
        next.push(stem);
      }
    }
    layer = next;
  }
  return [...stems];
}

/** Endings of Russian nouns and adjectives, folded (й is и), longest first. */
const RUSSIAN =
  /(?:иями|ями|ами|ого|его|ому|ему|ыми|ими|иях|ях|ах|ою|ею|ую|юю|ая|яя|ое|ее|ые|ие|ыи|ии|ои|еи|ом|ем|ым|им|ых|их|ов|ев|ам|ям|ия|ью|ья|а|я|о|е|у|ю|ы|и|ь)$/u;

/** A Russian word without its case ending; at least three letters stay. */
export function russianStem(word: string): string {
  const stem = word.replace(RUSSIAN, '');
  return stem.length >= 3 ? stem : word;
}
