import type { Phrases } from './lexicon.ts';

/** How people point at one of the places just shown, in all our languages: the first, the second, the third. */
export const ORDINALS: Phrases[] = [
  `the first, first one, 1st, number one, number 1, ilki, ilkini, ilkine, birinci, birincisi*, der erste, die erste, das erste, den ersten, vom ersten,
    zum ersten, le premier, la première, du premier, de la première, el primero, la primera, del primero, il primo, la prima, del primo,
    первый, первая, первую, первое, первого, первом, الأول, الأولى, اول, أول, اولی, اولین, اولی را, 第一个, 第一個, 第一家, 一つ目, 1つ目, 1番目, 一番目, 最初の,
    첫 번째, 첫번째`,
  `second, second one, 2nd, number two, number 2, ikinci, ikincisi*, ikinciye, zweite, zweiten, zweites, zweiter, deuxième, seconde, segundo, segunda,
    secondo, seconda, второй, вторая, вторую, второе, второго, втором, الثاني, الثانية, ثاني, ثانية, تاني, دوم, دومی, دومین, 第二个, 第二個, 第二家,
    二つ目, 2つ目, 2番目, 二番目, 두 번째, 두번째`,
  `third, third one, 3rd, number three, number 3, üçüncü, üçüncüsü*, üçüncüye, dritte, dritten, drittes, dritter, troisième, tercero, tercera, terzo, terza,
    третий, третья, третью, третье, третьего, третьем, الثالث, الثالثة, ثالث, ثالثة, سوم, سومی, سومین, 第三个, 第三個, 第三家, 三つ目, 3つ目, 3番目, 三番目,
    세 번째, 세번째`,
];
