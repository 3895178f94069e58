/**
 * Common given names, folded. They decide where the words before do not: “I'm …” and “ben …” are followed by a name as
 * often as by a mood, a faith or a place.
 */
export const GIVEN_NAMES: ReadonlySet<string> = new Set(
  `
  adam adrian aisha alan albert alejandro alessandro alex alexander alexandra alexey ali alice alina amelia amir amy ana
  anastasia andre andrea andreas andrew andrey angela anita ann anna anne annika anton antonio arthur ashley axel barbara
  beatrice ben benjamin bernd bianca bob boris brian bruno camille carla carlo carlos carmen caroline catherine cecilia
  celine charles charlotte chiara chloe chris christian christina christine christoph claire claudia clara clement
  cristina daniel daniela daria david dennis diana diego dieter dimitri dirk dmitry dominik dylan edward elena eleonora
  elif elisa elizabeth ella ellen emily emma emre enrico eric erik esra eva fabian fabio fatima fatma felix fernando
  filippo florian francesca francesco francois frank franz gabriel gabriela georg george giorgio giovanni giulia giuseppe
  grace greta guillaume gunther hannah hans harry hasan hassan heike heinz helen helena henry hugo hussein ian ibrahim
  igor ines ingrid irina isabel isabella ivan jack jacob jake james jan jane javier jean jennifer jens jessica jim joan
  joe joerg johann johannes john jonas jonathan jorge jose joseph juan juergen jules julia julian julie julien jurgen
  karen karin karl kate katharina katherine katja kevin klaus lars laura lauren leila lena leo leon leonardo liam linda
  lisa lorenzo louis louise luca lucas lucia lucy luis lukas luke madeleine manuel marc marcel marco margaret maria marie
  marina mario mark markus marta martin martina mary maryam mateo mathieu matteo matthew matthias max maximilian mehdi
  mehmet melanie mia michael michel michelle miguel mike mikhail mila mohamed mohammad mohammed monica monika muhammad
  murat mustafa nadia natalia natalie nathan nicholas nick nicolas nicole nikita nikolai nina noah noor nora nour olaf
  oleg olga oliver olivia omar oscar pablo pamela paola paolo patricia patrick paul paula pavel pedro peter petra philip
  philipp philippe pierre rachel rainer ralf raul rebecca reza ricardo riccardo richard robert roberto roland roman rosa
  ruth ryan sabine sam samantha samuel sandra sara sarah sebastian sergei sergey sergio silvia simon simone sofia
  sophia sophie stefan stefania stefano stephan stephanie stephen steve steven susan susanne svetlana sven tanja tatiana
  theo thomas tim timo tobias tom tomas uwe valentina valeria vanessa vera victor victoria vincent vladimir walter
  werner wilhelm will william wolfgang yasmin youssef yuri yusuf zahra zoe
  ahmet alper arda asli aycan ayse aysegul aylin aynur aziz baris basak batuhan berk bilal bora bulent burak burcu buse can canan
  cansu cem cemal cemre ceren cihan deniz derya dilara duygu ebru ece eda efe ege emine emrah enes engin ercan erdem eren
  erhan erkan esma eylul fadime ferhat feyza furkan gamze gizem gokhan gul gulsah hakan hande hatice hulya huseyin
  ilker irem ismail kaan kadir kemal kerem kubra mahmut melike melis meltem merve mert meryem metin mina murat
  nazli nihan nur nuray oguz okan onur orhan osman ozan ozge ozgur ozlem pelin pinar ramazan recep salih seda sedat selim
  selin serdar serhat serkan sevgi sevil sibel sinan suleyman sule tolga tugba tuncay turgut ufuk ugur umut veli volkan
  yasar yasemin yasin yavuz yigit yilmaz yunus zehra zeki zeynep zuleyha
  александр александра алексей алена алина алиса анастасия анатолии андреи анна антон арина артем богдан борис вадим
  валентина валерии валерия варвара василии вера вероника виктор виктория виталии владимир владислав галина георгии григории
  даниил дарья денис дмитрии евгении евгения егор екатерина елена елизавета иван игорь илья инна ирина кирилл константин
  ксения лариса лев леонид лидия любовь людмила максим маргарита марина мария михаил надежда наталья никита николаи нина
  оксана олег ольга павел петр полина роман руслан светлана семен сергеи софия станислав степан тамара татьяна тимур
  ульяна федор юлия юрии яна ярослав катя маша саша даша миша коля вова дима лена оля таня наташа настя ваня женя леша
  احمد محمد محمود علي حسن حسين خالد عمر عثمان يوسف ابراهيم اسماعيل مصطفي عبدالله عبدالرحمن فاطمه مريم عايشه خديجه زينب
  ساره ليلي نور هدي سلمي امل رنا ريم دينا سمير كريم طارق وليد سعيد سعد فهد فيصل ناصر ماجد ياسر حمزه بلال ايمن
  هاني رامي زياد جمال كمال عادل منير نبيل رضا امير مهدي حميد سعيده زهرا نرگس نازنين نيلوفر پريسا مينا شيما الهام مهسا
  آرش ارش بابك بهزاد پويا داريوش سينا شايان فرهاد كامران كوروش محسن مجتبي ميلاد نيما هومن ياسمين
  `
    .trim()
    .split(/\s+/u),
);
