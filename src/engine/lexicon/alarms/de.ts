import type { Alarms } from './alarms.ts';

export const de: Alarms = {
  cries: {
    collapse: `bewusstlos*, ohnmächtig*, in ohnmacht, umgekippt, zusammengebrochen, wacht nicht auf, nicht ansprechbar, schlaganfall, krampfanfall, krampft, epileptisch*, hitzschlag, (baby|kind|sohn|tochter) … fieber, (gesicht|arm) … taub, (fruchtblase|wehen), stirbt, unterzuckert, blut erbrochen, spuckt blut`,
    heart: `herzinfarkt, herzanfall, brustschmerz*, schmerzen in der brust, (brust|brustkorb|herz) … (tut|schmerzt|sticht), herzstillstand`,
    breath: `keine luft, (kann|bekomme|kriegt|kriege|bekommt) … (nicht|kaum) atmen, (atmet|atme) nicht, atemnot, erstick*, verschluckt, (hals|zunge|gesicht) … (schwillt|geschwollen|zu), allergischer schock, allergische reaktion, anaphyla*, asthmaanfall`,
    wound: `runtergefallen, heruntergefallen, treppe … gefallen, (vom|von der|aus dem) … gestürzt, blutet, blute, blutung, blutungen, verletzt*, (bein|arm|hand|fuß|nase|knöchel) … gebrochen, gebrochen, bin … (gestürzt|hingefallen|gefallen), (kind|frau|mann|mutter|vater|sohn|tochter|freund|freundin) … (gestürzt|hingefallen|gefallen), kopf (gestoßen|angeschlagen|aufgeschlagen), auf den kopf gefallen, verbrannt, verbrüht, (schlange|hund|katze|skorpion) … gebissen, gebissen, gestochen worden, wespe gestochen, stromschlag`,
    poison: `zu viele … tabletten, zu viele (schlaftabletten|schmerztabletten|medikamente), vergiftet, vergiftung*, überdosis, zu viele (tabletten|pillen), ko-tropfen, k o tropfen, ins getränk, ins glas getan, gepanschte*`,
    water: `ertrinkt, ertrinken, ertrunken, ins (wasser|meer) gefallen, (boot|schiff) sinkt, küstenwache, über bord`,
    fire: `es brennt, feuer im, (haus|hotel|zimmer|wohnung|küche) … brennt, brennt, rauch im, gasgeruch, riecht nach gas, rieche gas, rieche … gas, gas ausgetreten, gasleck, kohlenmonoxid*, explosion, explodiert, verschüttet, im aufzug (fest|stecken*|eingesperrt|gefangen), stecke … im aufzug, rettet`,
    attack: `überfallen, angegriffen, niedergestochen, messerstecher*, (sticht|stach|mit einem|mit) messer, erstochen, schüsse, schießt, schiesst, angeschossen, schießerei, bombe, bombendrohung, terroranschlag, anschlag, zusammengeschlagen, verprügelt, geschlagen worden, schlägt (jemanden|ihn|sie), pistole, entführt, geisel`,
    theft: `ausgeraubt, beraubt, gestohlen, geklaut, bestohlen, entrissen, (pass|reisepass|ausweis|geldbeutel|handy|geldbörse|tasche) … (verloren|weg|gestohlen|geklaut), verlorener pass, betrogen worden, eingebrochen, einbruch`,
    threat: `belästigt, vergewaltigt, begrapscht, angefasst, verfolgt (mich|uns), (verfolgt|bedroht) werde*, werde … (verfolgt|bedroht), (mann|jemand|typ) … (verfolgt|bedroht), bedroht (mich|uns), lässt (mich|uns) nicht (raus|gehen|aussteigen), eingesperrt, (er|mann|freund|vater) schlägt mich, schlägt mich, hat mich geschlagen, hat mich … geschlagen, häusliche gewalt, stalk*`,
    missing: `(sohn|tochter|kind|bruder|schwester) … (verschwunden|vermisst|verlaufen), (kind|sohn|tochter|baby|frau|mann|mutter|vater) (ist|sind|) (weg|verschwunden|verloren|verloren gegangen), (kind|sohn|tochter|baby|mann|frau|mutter|vater) … (verschwunden|vermisst|verlaufen|verloren gegangen), (finde|finden) … (kind|sohn|tochter) nicht, (kind|sohn|tochter) verloren`,
    accident: `unfall, autounfall, verkehrsunfall, motorradunfall, (angefahren|überfahren), (auto|bus|taxi|roller) … (angefahren|überfahren)`,
    suicide: `selbstmord, umbringen, suizid, das leben nehmen, will (sterben|nicht mehr leben)`,
  },
  services: `notfall*, notruf*, polizei, polizist*, krankenwagen, rettungswagen, feuerwehr, krankenhaus, krankenhäuser, klinik, arzt, ärztin, ärzte, notarzt, botschaft, konsulat`,
  danger: `feuer, überfall, diebstahl, dieb, diebe, taschendieb*, erdbeben, unfall*`,
  calm: `(polizei|feuerwehr|erdbeben|krankenhaus) (museum*|turm*|uhrturm), museum der (polizei|feuerwehr), sterbe vor (hunger|durst), ich sterbe vor, mein herz brennt, sonne brennt, brennt die sonne, kerze*, häufig, verbreitet, problem, probleme, risiko, rate, gefahr von, erdbebengefahr, sicher, gibt es viele, viele, oft, aufpassen, vorsicht, angst vor, wahrscheinlich, geschichte, versicherung, lagerfeuer, feuer und flamme`,
};
