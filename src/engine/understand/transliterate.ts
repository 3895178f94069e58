/** Russian letters (folded: й is и, ё is е) as Turkish names sound in them, folded. */
const RUSSIAN: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ж: 'j',
  з: 'z',
  и: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'ts',
  ч: 'c',
  ш: 's',
  щ: 's',
  ъ: '',
  ы: 'i',
  ь: '',
  э: 'e',
  ю: 'u',
  я: 'ya',
};

/**
 * A Turkish name written in Russian letters, back in folded Turkish ones: "Бешикташ" is `besiktas`. Good to a mistake
 * or two, which the search for misspelled names bears.
 */
export function fromRussian(word: string): string {
  return word
    .replace(/к[её]и?$/u, 'кой')
    .replaceAll('дж', 'c_')
    .replaceAll('кой', 'koy')
    .replace(/([аеоуыэюя])и/gu, '$1y')
    .replace(/\p{Script=Cyrillic}/gu, (letter) => RUSSIAN[letter] ?? '')
    .replaceAll('_', '');
}
