import type { Phrases } from './lexicon.ts';

/**
 * How travellers write well-known names in their own language and script, by the name on the sign. Only read, never
 * written: an answer names places as the city pack does. A name that the pack has not is passed over.
 */
export const EXONYMS: Record<string, Phrases> = {
  Ayasofya: `aya sofya, aya sofia, santa sofia, sainte sophie, sainte-sophie, hagia sofia, haghia sophia, айя-софия, айя софия, ая софия, святая софия, собор святой софии, آيا صوفيا, أيا صوفيا, اياصوفيا, ایاصوفیه, ایاصوفیا, 圣索菲亚, 圣索菲亚大教堂, 聖索菲亞, 聖索菲亞大教堂, 索菲亚大教堂, アヤソフィア, ハギアソフィア, ハギア・ソフィア, 아야소피아, 아야 소피아, 하기아 소피아, 성 소피아`,
  'Sultanahmet Camii': `blaue moschee, sultan-ahmed-moschee, sultan ahmed moschee, sultan ahmet moschee, mosquée bleue, mezquita azul, moschea blu, голубая мечеть, мечеть султанахмет, мечеть султанахмед, الجامع الأزرق, المسجد الأزرق, جامع السلطان أحمد, مسجد آبی, مسجد سلطان احمد, مسجد سلطان‌احمد, مسجد کبود, 蓝色清真寺, 藍色清真寺, ブルーモスク, スルタンアフメットモスク, スルタンアフメト・モスク, 블루모스크, 블루 모스크, 술탄 아흐메트 모스크, 술탄아흐메트 모스크`,
  'Topkapı Sarayı': `topkapi-palast, topkapi palast, topkapi-serail, palais de topkapi, palais topkapi, palacio de topkapi, palacio topkapi, palazzo topkapi, palazzo di topkapi, дворец топкапы, топкапы, قصر توبكابي, قصر طوب قابي, توب كابي, قصر الباب العالي, توپکاپی, کاخ توپکاپی, کاخ توپ‌قاپی, 托普卡帕宫, 托普卡匹皇宫, 托普卡珀宫, 托普卡比宫, 老皇宫, 托普卡帕, トプカプ, トプカプ宮殿, トプカピ宮殿, 톱카프, 톱카프 궁전, 톱카피, 톱카피 궁전`,
  'Dolmabahçe Sarayı': `dolmabahce-palast, dolmabahçe-palast, dolmabahce palast, palais de dolmabahce, palais dolmabahce, palacio de dolmabahce, palazzo dolmabahce, palazzo di dolmabahce, дворец долмабахче, долмабахче, قصر دولما بهجة, قصر دولمة بهجة, دولما بهجة, دلمه‌باغچه, دولما باغچه, کاخ دلمه باغچه, کاخ دولما باغچه, دلمه باغچه, 多尔玛巴赫切宫, 多玛巴赫切宫, 新皇宫, 朵玛巴切宫, ドルマバフチェ宮殿, ドルマバフチェ, 돌마바흐체, 돌마바흐체 궁전`,
  'Galata Kulesi': `galataturm, galata turm, galata-turm, tour de galata, tour galata, torre de galata, torre gálata, torre di galata, torre galata, галатская башня, галатской башня, башня галата, برج غلطة, برج جالاتا, برج غلاطة, برج گالاتا, برج غلطه, 加拉太塔, 加拉塔塔, 加拉达塔, ガラタ塔, ガラタタワー, 갈라타 타워, 갈라타탑, 갈라타 탑`,
  'Yerebatan Sarnıcı': `yerebatan sarayı, basilika-zisterne, basilika zisterne, zisterne basilika, zisterne cisterna basilica, versunkener palast, citerne basilique, cisterna basílica, cisterna basilica, cisterna de la basílica, цистерна базилика, цистерна базилики, подземная цистерна, صهريج البازيليك, صهريج البازيليكا, خزان البازيليك, آب انبار باسیلیکا, آب‌انبار باسیلیکا, کاخ غرق شده, 地下水宫, 耶莱巴坦地下水宫, 地下宫殿, 地下宮殿, バシリカシスタン, バシリカ・シスタン, 바실리카 시스턴, 예레바탄, 지하궁전, 지하 궁전, 예레바탄 지하궁전`,
  Kapalıçarşı: `grand bazar, grand bazzar, kapalı çarşı, großer basar, großen basar, große basar, grosser basar, gedeckter basar, grand bazar, gran bazar, gran bazaar, grande bazar, bazar coperto, гранд базар, гранд-базар, большой базар, крытый базар, крытый рынок, البازار الكبير, السوق المسقوف, سوق جراند بازار, جراند بازار, غراند بازار, بازار بزرگ, بازار بزرگ استانبول, گرند بازار, بازار سرپوشیده, 大巴扎, 大市集, 大集市, グランドバザール, グランド・バザール, 그랜드 바자르, 그랜드바자르`,
  'Mısır Çarşısı': `spice bazar, spice bazzar, egyptian bazaar, egyptian bazar, ägyptischer basar, gewürzbasar, gewürz-basar, ägyptischen basar, bazar égyptien, bazar aux épices, marché égyptien, bazar de las especias, bazar egipcio, mercado egipcio, bazar delle spezie, bazar egiziano, египетский базар, египетский рынок, базар специй, السوق المصري, سوق التوابل, البازار المصري, بازار مصری, بازار ادویه, بازار مصری‌ها, 香料市场, 埃及市场, 香料巴扎, 埃及巴扎, スパイスバザール, エジプシャンバザール, スパイス・バザール, 이집션 바자르, 스파이스 바자르, 이집트 시장`,
  'Süleymaniye Camii': `süleymaniye-moschee, süleymaniye moschee, suleymaniye moschee, mosquée de soliman, mosquée süleymaniye, mezquita de solimán, mezquita de suleiman, mezquita süleymaniye, moschea di solimano, moschea süleymaniye, мечеть сулеймание, сулеймание, مسجد السليمانية, جامع السليمانية, مسجد سلیمانیه, سلیمانیه, 苏莱曼尼耶清真寺, 苏莱曼清真寺, スレイマニエ, スレイマニエモスク, スレイマニエ・モスク, 쉴레이마니예, 술레이마니예, 쉴레이마니예 모스크, 술레이마니예 모스크`,
  'Kız Kulesi': `jungfrauenturm, mädchenturm, leanderturm, tour de léandre, tour de la vierge, torre de la doncella, torre di leandro, torre della fanciulla, девичья башня, برج الفتاة, برج العذراء, برج البنات, برج دختر, قز قلعه سی, 少女塔, 处女塔, 乙女の塔, クズ塔, 처녀의 탑, 크즈 쿨레시, 소녀의 탑`,
  Taksim:
    'таксим, площадь таксим, تقسيم, ميدان تقسيم, تقسیم, تکسیم, میدان تقسیم, میدان تکسیم, 塔克西姆, 塔克辛, 塔克西姆广场, タクシム, タクシム広場, 탁심, 탁심 광장, taxim',
  'İstiklal Caddesi': `istiklal, istiklal-straße, istiklal straße, avenue istiklal, rue istiklal, calle istiklal, via istiklal, истикляль, улица истикляль, شارع الاستقلال, شارع استقلال, خیابان استقلال, استقلال, 独立大街, 獨立大街, 独立大道, イスティクラル通り, イスティクラール通り, 이스티클랄, 이스티클랄 거리`,
  Sultanahmet:
    'султанахмет, السلطان أحمد, سلطان احمد, سلطان‌احمد, سلطان احمت, 苏丹艾哈迈德, 苏丹阿赫迈特, 蘇丹艾哈邁德, 老城区, スルタンアフメット, スルタンアフメト, 술탄아흐메트, 술탄 아흐메트',
  Eminönü:
    'эминеню, эминёню, إمينونو, امينونو, أمينونو, امین اونو, امین‌اونو, امینونو, 艾米诺努, 埃米诺努, エミノニュ, 에미뇌뉘',
  Karaköy: 'каракей, каракёй, قراقوي, كاراكوي, کاراکوی, 卡拉廓伊, 卡拉柯伊, カラキョイ, 카라쾨이',
  Kadıköy:
    'кадыкей, кадыкёй, كاديكوي, قاضي كوي, كادي كوي, کادیکوی, کادی‌کوی, قاضی‌کوی, قاضی کوی, 卡德柯伊, 卡德廓伊, 卡迪科伊, カドゥキョイ, カディキョイ, 카디쾨이, 카드쾨이',
  Üsküdar:
    'ускюдар, أوسكودار, اسكودار, أسكودار, اسکودار, اوسکودار, 于斯屈达尔, 于斯库达, ウスキュダル, ユスキュダル, 위스퀴다르',
  Beşiktaş: 'бешикташ, بشكتاش, بيشكتاش, بشیکتاش, 贝西克塔斯, 贝希克塔什, ベシクタシュ, 베식타쉬, 베식타시',
  Ortaköy:
    'ортакей, ортакёй, أورتاكوي, اورتاكوي, اورتاکوی, اورتاکؤی, 奥塔科伊, 奥塔廓伊, オルタキョイ, 오르타쾨이',
  Beyoğlu: 'бейоглу, بيوغلو, بك أوغلو, باي أوغلو, بی‌اوغلو, بی اوغلو, 贝伊奥卢, 贝尤鲁, ベイオール, 베이올루',
  Galata: 'галата, غلطة, غلاطة, جالاتا, گالاتا, 加拉太, 加拉塔, ガラタ, 갈라타',
  'Galata Köprüsü': `galatabrücke, galata-brücke, galata brücke, pont de galata, puente de galata, puente gálata, ponte di galata, ponte galata, галатский мост, جسر غلطة, جسر جالاتا, پل گالاتا, 加拉太大桥, 加拉塔大桥, 加拉太桥, ガラタ橋, 갈라타 다리, 갈라타 대교`,
  Balat: 'балат, بلاط, بالات, 巴拉特, バラット, バラト, 발라트, 발랏',
  Fener: 'фенер, فنر, 费内尔, フェネル, 페네르',
  Beyazıt: 'беязит, бейазит, بايزيد, بایزید, ベヤズット, 베야즈트',
  Sirkeci: 'сиркеджи, سيركجي, سیرکجی, 锡尔凯吉, シルケジ, 시르케지',
  'Kariye Camii':
    'kariye museum, chora museum, kariye müzesi, 카리예 박물관, chora-kirche, chora kirche, chorakirche, église saint-sauveur-in-chora, église chora, iglesia de chora, iglesia de san salvador de cora, chiesa di chora, san salvatore in chora, церковь хора, монастырь хора, мечеть карие, كنيسة خورا, كنيسة شورا, کلیسای خورا, کلیسای چورا, 科拉教堂, 卡里耶, カーリエ, カーリエ博物館, コーラ教会, 코라 교회, 카리예',
  'İstanbul Arkeoloji Müzeleri': `archäologisches museum, archäologische museen, archäologischen museen, musée archéologique, musées archéologiques, musée d'archéologie, museo arqueológico, museo de arqueología, museo archeologico, musei archeologici, археологический музей, археологические музеи, متحف الآثار, متحف إسطنبول للآثار, موزه باستان‌شناسی, موزه باستان شناسی, 考古博物馆, 考古博物館, 考古学博物館, 고고학 박물관, 고고학박물관`,
  Büyükada:
    'бююкада, бюйюкада, بيوك أضا, بويوك ادا, بیوک آدا, بویوک آدا, 比于克岛, 大岛, ビュユック島, ビュユカダ, 뷔위카다',
  Adalar: `prinzeninseln, prinzeninsel, princes' islands, princes islands, prince islands, princess islands, îles des princes, islas príncipe, islas de los príncipes, isole dei principi, принцевы острова, принцевых островов, جزر الأميرات, جزر الاميرات, جزایر شاهزادگان, جزایر پرنس, 王子群岛, 王子群島, プリンセス諸島, プリンスィズ諸島, 프린스 제도, 왕자의 섬, 프린세스 아일랜드`,
  'İstanbul Havalimanı':
    'ist airport, ist havalimanı, istanbul airport, flughafen istanbul, aéroport d’istanbul, aéroport istanbul, aeropuerto de estambul, aeroporto di istanbul, аэропорт стамбула, новый аэропорт, مطار إسطنبول, مطار اسطنبول, فرودگاه استانبول, فرودگاه جدید استانبول, 伊斯坦布尔机场, イスタンブール空港, 이스탄불 공항',
  'Sabiha Gökçen Havalimanı':
    'sabiha, sabiha gökçen, sabiha gokcen, сабиха гекчен, сабиха гёкчен, صبيحة, صبيحة كوكجن, مطار صبيحة, صبیحا گوکچن, صبیحا, 萨比哈, 萨比哈格克琴, サビハ, サビハ・ギョクチェン, 사비하, 사비하 괵첸',
  'Pierre Loti Tepesi':
    'pierre loti, пьер лоти, пьера лоти, بيير لوتي, پیر لوتی, پیرلوتی, 皮埃尔洛蒂, 皮埃罗蒂, ピエール・ロティ, ピエールロティ, 피에르 로티, 피에르로티',
  'Gülhane Parkı':
    'gülhane-park, parc de gülhane, parque gülhane, parco di gülhane, парк гюльхане, гюльхане, حديقة غولهانه, جولهانة, پارک گلخانه, گلخانه, 居尔哈尼公园, ギュルハネ公園, ギュルハネ, 귈하네, 귈하네 공원',
  'Rumeli Hisarı':
    'rumeli-festung, forteresse de rumeli, fortaleza de rumeli, fortezza di rumeli, крепость румели, румели хисары, румелихисар, قلعة روملي, روملي حصار, قلعه روملی, روملی حصار, 鲁梅利堡垒, 如梅利城堡, ルメリ・ヒサル, ルメリヒサル, 루멜리 요새',
  Miniatürk: 'миниатюрк, مينياتورك, مینیاتورک, 小人国, ミニアチュルク, 미니아투르크',
  'Eyüp Sultan Camii':
    'eyüp-sultan-moschee, mosquée eyüp, mosquée d’eyüp, mezquita de eyüp, mezquita eyüp, moschea di eyüp, мечеть эйюп, мечеть эюп султан, جامع أيوب سلطان, مسجد أيوب سلطان, أيوب سلطان, مسجد ایوب سلطان, ایوب سلطان, 艾于普清真寺, エユップ・スルタン・モスク, エユップ, 에윱 술탄 모스크',
  Nişantaşı: 'нишанташи, نيشان تاشي, نشانتاشی, نیشانتاشی, 尼桑塔什, ニシャンタシュ, 니샨타쉬',
  'Sultanahmet Meydanı':
    'hippodrom, hippodrome, hipódromo, ippodromo, ипподром, ميدان السلطان أحمد, ساحة السلطان أحمد, میدان سلطان احمد, هیپودروم, 竞技场, 賽馬場, ヒッポドローム, 히포드롬',
  'Çamlıca Camii':
    'çamlıca-moschee, mosquée de çamlıca, mezquita de çamlıca, moschea di çamlıca, мечеть чамлыджа, جامع تشامليجا, جامع تشاملجا, مسجد تشامليجا, مسجد چاملیجا, 恰姆勒贾清真寺, チャムルジャモスク, 참르자 모스크',
  'Hamdi Restaurant Eminönü':
    'hamdi, hamdi restaurant, hamdi restoran, хамди, حمدي, حمدی, 哈姆迪, ハムディ, 함디',
  Bebek: 'бебек, ببيك, ببک, ベベキ, 베벡',
};

/** How the city itself is written: naming it asks for nothing and tells no language. */
export const CITY_NAMES: Phrases =
  'istanbul, i̇stanbul, estambul, constantinople, konstantinopel, constantinopla, costantinopoli, стамбул, истанбул, إسطنبول, اسطنبول, إستنبول, استانبول, اسلامبول, 伊斯坦布尔, 伊斯坦堡, 伊斯坦布爾, イスタンブール, イスタンブル, 이스탄불';
