/** Words that follow “my name is …” without being one, and words after a name with which the sentence goes on. */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  `
  a an and are as at back but by can could do for from good going have here how i if im in is it like looking maybe me my
  near no not nice now of ok on or please so staying thank thanks that the this to today tomorrow visiting want we what
  when where which who why will with would yes you your later asap soon hello hi hey hungry sorry lost
  ve ama ben bir bu cok da de icin ile mi mu ne nasil nerede nereden nerde lutfen sen siz su tesekkurler var yok istiyorum
  ariyorum benim merhaba selam acaba hangi kac iyi memnun adim at otede uzak sayisi soyadim ve yarin bugun
  aber aus auf bei bin bitte das dem den der die ein eine es fur gibt hallo hat ich ist kann komme kommen mein meine mit
  mochte nicht oder suche sind und was wann wer wie wir wo zu zum zur danke nun jetzt
  avec bonjour cherche comme comment dans des du elle en est et il je j la le les mais mon ou par pas pour que qui suis
  sur un une veux voudrais vous merci viens
  al busco como con cual cuando del donde el ella en es esta estoy hola la las lo los mas mi no para pero por que quien
  quiero se si soy tengo un una vengo y yo gracias
  ad anche bene che chi ciao come cosa da dal della di dove ed e ho il io le ma non per quando sono sto un una vorrei
  vengo grazie cerco
  а без был в во вы где да для до его если есть еще и из или ищу как какои когда кто мне можно мои мы на не ни но о об
  от очень по подскажите пожалуиста привет приехал приехала с со спасибо так то тут у хочу что это я здравствуите
  ابحث اريد انا اين او الي الان بدي جيت شكرا عن في كم كيف لا ليس لو لكن ما ماذا مرحبا من متي هل هنا هو هي و واريد وانا
  است اين با براي به تا چه چي چرا چطور را سلام شما که كه كجا كجاست كي ما مي ميخوام ميخواهم هست هستم و يا ام از
  `
    .trim()
    .split(/\s+/u),
);

/** Small words within surnames. */
export const PARTICLES: ReadonlySet<string> = new Set(
  'von van der den de da do dos del della di la le el al bin ibn ben bint abu oz du st zu'.split(' '),
);

/** What people are, and where they come from: capitalised like a name, and none. */
export const NO_NAMES =
  /(?:ese|ish|ian|ean|ican|istan)$|^(?:muslim|christian|jewish|hindu|buddhist|catholic|orthodox|vegan|halal|kosher|german|french|dutch|greek|turk|arab|arabic|thai|czech|swiss|iraqi|pakistani|israeli|saudi|kuwaiti|qatari|emirati|omani|yemeni|afghan|uzbek|kazakh|kurd|azeri|finn|dane|swede|celiac|diabetic|pregnant|free|ready|sure|tired|interested|alone|single|married|new|just|also|very|currently|istanbul|turkey|rehber|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/u;

/** A capitalised row of words with one of these is the name of a place, many of which are named after people. */
export const PLACE_WORDS =
  /(?:^| )(?:sok|sokak|sokağı|cad|cadde|caddesi|bulvar|bulvarı|mah|mahalle|mahallesi|meydan|meydanı|yokuşu|cami|camii|camisi|kilisesi|türbesi|müze|müzesi|kule|kulesi|saray|sarayı|köşkü|kasrı|hisarı|köprüsü|parkı|bahçesi|korusu|iskelesi|istasyonu|durağı|havalimanı|han|hanı|çarşı|çarşısı|pazarı|hamam|hamamı|sahne|sahnesi|sineması|tiyatrosu|kültür|merkezi|stadyumu|lokanta|lokantası|restoran|meyhane|meyhanesi|kahve|kahvesi|pastanesi|fırını|börekçisi|kebap|kebapçısı|köftecisi|balıkçısı|lahmacun|usta|evi|oteli|otel|paşa|pasha|street|avenue|road|square|mosque|church|tomb|museum|tower|palace|pavilion|fortress|bridge|park|garden|pier|station|airport|bazaar|market|bath|baths|hammam|stage|theat(?:re|er)|cinema|centre|center|stadium|restaurant|cafe|café|coffee|bakery|bar|house|hotel|hostel|books|bookstore|istanbul|straße|platz|moschee|turm|palast|flughafen|museo|musée|mosquée|tour|palais|torre|moschea|palazzo|mezquita|palacio|площадь|улица|мечеть|музей|башня|дворец|аэропорт|отель)\.?(?= |$)/iu;
