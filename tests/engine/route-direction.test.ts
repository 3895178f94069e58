import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, knowledge } from './understand/support.ts';

/** What is asked, where the way begins (empty: where the person stands), and where it ends. */
const QUESTIONS: [text: string, from: string, to: string][] = [
  ['how do i get from Sultanahmet to Taksim', 'sultanahmet', 'taksim'],
  ['get to Taksim from Kadikoy', 'kadikoy', 'taksim'],
  ['Sultanahmet to Galata tower by tram', 'sultanahmet', 'galata-tower'],
  ['how to get from the airport to Taksim', 'istanbul-airport', 'taksim'],
  ['from sabiha gokcen airport to kadikoy', 'sabiha-gokcen-airport', 'kadikoy'],
  ['how do i get to hagia sophia', '', 'hagia-sophia'],
  ['route from here to Balat', '', 'balat'],
  ['way from Beşiktaş to Büyükada?', 'besiktas', 'buyukada'],
  ['what is the best way between Eminönü and Üsküdar', 'eminonu', 'uskudar'],
  ["Sultanahmet'ten Taksim'e nasıl giderim", 'sultanahmet', 'taksim'],
  ['taksimden kadıköye nasıl gidilir', 'taksim', 'kadikoy'],
  ["Kadıköy'e Beşiktaş'tan nasıl giderim", 'besiktas', 'kadikoy'],
  ['havalimanından taksime nasıl giderim', 'istanbul-airport', 'taksim'],
  ['Taksim Sultanahmet nasıl gidilir', 'taksim', 'sultanahmet'],
  ["Ayasofya'ya nasıl giderim", '', 'hagia-sophia'],
  ["Eminönü'nden Üsküdar'a", 'eminonu', 'uskudar'],
  ['wie komme ich vom Flughafen nach Taksim', 'istanbul-airport', 'taksim'],
  ['Wie komme ich von Sultanahmet nach Kadıköy?', 'sultanahmet', 'kadikoy'],
  ['wie komme ich zur Hagia Sophia', '', 'hagia-sophia'],
  ['nach Taksim von Balat, wie geht das?', 'balat', 'taksim'],
  ['comment aller de Sultanahmet à Taksim', 'sultanahmet', 'taksim'],
  ["comment aller de l'aéroport à Sultanahmet", 'istanbul-airport', 'sultanahmet'],
  ['aller à Taksim depuis Kadıköy', 'kadikoy', 'taksim'],
  ['comment se rendre à la tour de Galata', '', 'galata-tower'],
  ['cómo llego de Sultanahmet a Taksim', 'sultanahmet', 'taksim'],
  ['cómo ir del aeropuerto a Sultanahmet', 'istanbul-airport', 'sultanahmet'],
  ['cómo ir desde Taksim hasta Kadıköy', 'taksim', 'kadikoy'],
  ['come arrivo da Sultanahmet a Taksim', 'sultanahmet', 'taksim'],
  ["come si va dall'aeroporto a Taksim", 'istanbul-airport', 'taksim'],
  ['come arrivare alla torre di Galata da Taksim', 'taksim', 'galata-tower'],
  ['как доехать от Султанахмета до Таксима', 'sultanahmet', 'taksim'],
  ['как добраться из аэропорта в Султанахмет', 'istanbul-airport', 'sultanahmet'],
  ['как добраться до Кадыкёя с Таксима', 'taksim', 'kadikoy'],
  ['كيف أذهب من السلطان أحمد إلى تقسيم', 'sultanahmet', 'taksim'],
  ['كيف أصل من المطار إلى تقسيم', 'istanbul-airport', 'taksim'],
  ['كيف أذهب إلى آيا صوفيا', '', 'hagia-sophia'],
  ['چطور از سلطان احمد به تقسیم بروم', 'sultanahmet', 'taksim'],
  ['چگونه از فرودگاه به میدان تقسیم برویم', 'istanbul-airport', 'taksim'],
  ['从苏丹艾哈迈德到塔克西姆怎么走', 'sultanahmet', 'taksim'],
  ['从机场怎么去塔克西姆', 'istanbul-airport', 'taksim'],
  ['怎么去圣索菲亚大教堂', '', 'hagia-sophia'],
  ['スルタンアフメットからタクシムまでどう行きますか', 'sultanahmet', 'taksim'],
  ['空港からタクシムへの行き方', 'istanbul-airport', 'taksim'],
  ['タクシムへカドゥキョイから行きたい', 'kadikoy', 'taksim'],
  ['술탄아흐메트에서 탁심까지 어떻게 가나요', 'sultanahmet', 'taksim'],
  ['공항에서 탁심으로 가는 방법', 'istanbul-airport', 'taksim'],
];

for (const [text, from, to] of QUESTIONS) {
  test(`"${text}" goes ${from ? `from ${from} ` : ''}to ${to}`, () => {
    const { intent, origin, destination } = ask(text);
    assert.equal(intent, 'route');
    assert.equal(origin?.[0] ?? '', from);
    assert.equal(destination?.[0] ?? '', to);
  });
}

test('a place where something is sought is no end of a way', () => {
  for (const text of ['best kebab in Kadıköy', 'museums near Taksim', 'is Hagia Sophia open on Monday']) {
    assert.notEqual(ask(text).intent, 'route', text);
    assert.equal(ask(text).destination, undefined, text);
  }
});

test('one place named twice, or an origin alone, gives no way from a place to itself', () => {
  assert.equal(ask('how do I get from Taksim to Taksim').origin, undefined);
  const alone = ask('how can I go from Taksim');
  assert.equal(alone.origin?.[0], 'taksim');
  assert.equal(alone.destination, undefined);
});

test('wheels ask for a way without steps', () => {
  assert.equal(ask('how do I get from Taksim to Balat with a wheelchair').stepFree, true);
  assert.equal(ask('Taksim’den Balat’a tekerlekli sandalye ile nasıl giderim').stepFree, true);
  assert.equal(ask('how do I get from Taksim to Balat').stepFree, undefined);
});

test('every end that is understood is a place or a district of the city', () => {
  const districts = new Set(knowledge.districts.map(({ id }) => id));
  for (const [text] of QUESTIONS) {
    const { origin = [], destination = [] } = ask(text);
    for (const id of [...origin, ...destination]) {
      assert.ok(knowledge.place(id) ?? districts.has(id), id);
    }
  }
});
