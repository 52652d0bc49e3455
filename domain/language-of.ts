/** Which language a text is in: by its script, then by its common words and letters. Pure and linear. */
import { foldWords } from './fold.js';

export type TextLanguage =
  | 'en'
  | 'vi'
  | 'id'
  | 'ms'
  | 'fil'
  | 'pt'
  | 'tet'
  | 'th'
  | 'lo'
  | 'km'
  | 'my'
  | 'ta'
  | 'zh-Hans'
  | 'zh-Hant'
  | 'ja'
  | 'ko'
  | 'fr'
  | 'de'
  | 'es';

/** Characters that are looked at. */
const longest = 6000;

const scripts: readonly [TextLanguage | 'han' | 'latin', RegExp][] = [
  ['th', /[\u0e00-\u0e7f]/g],
  ['lo', /[\u0e80-\u0eff]/g],
  ['km', /[\u1780-\u17ff\u19e0-\u19ff]/g],
  ['my', /[\u1000-\u109f\uaa60-\uaa7f]/g],
  ['ta', /[\u0b80-\u0bff]/g],
  ['ja', /[\u3040-\u30ff]/g],
  ['ko', /[\uac00-\ud7af\u1100-\u11ff]/g],
  ['han', /[\u3400-\u9fff]/g],
  ['latin', /\p{sc=Latin}/gu],
];

/** Characters that only one of the two ways to write Chinese uses, of those that letters of offices are full of. */
const simplified =
  /[们这为来个说时会对发请关国过还样动学业务东长门问间开见进产应该当经现实点总战员车书电话语认识记让议论设许证评词试诉课调谈谢谁读负责财货质费资达运远选连过迟适邮释钟钱铁银错键际陆阳阴队难韩页项须顾顺预领颗题额颜风飞饭馆驻验鸟龙报护办区单协历厅压县参双变号吗启员响团园图圆场块坏坚处备复够头夹夺奋奖妇妈孙宁宝审宽宾将尔尝层岁岛师带帮广庆库应废异张弹归录忆态总恶悬惊惧惯战户执扩扫扬换损据摄敌数断无旧术机杀权条极构标栏树档检欢残毕汇汉汤沟没况泪泽洁济测浓涂涨渐渔温湾满灭灯灵灾炉热爱状环电疗盐监盖盘确礼祸种积称稳穷笔筑签简类粮紧红约级纪纯纲纳纸线练组细终绍绝统继续维绿缓编缘网罗罚职联肃胜脑脚艺节苏范药营虑虽补装规视览觉观计订讨训讯讲评译该详误说]/g;
const traditional =
  /[們這為來個說時會對發請關國過還樣動學業務東長門問間開見進產應該當經現實點總戰員車書電話語認識記讓議論設許證評詞試訴課調談謝誰讀負責財貨質費資達運遠選連遲適郵釋鐘錢鐵銀錯鍵際陸陽陰隊難韓頁項須顧順預領顆題額顏風飛飯館駐驗鳥龍報護辦區單協歷廳壓縣參雙變號嗎啟響團園圖圓場塊壞堅處備復夠頭夾奪奮獎婦媽孫寧寶審寬賓將爾嘗層歲島師帶幫廣慶庫廢異張彈歸錄憶態惡懸驚懼慣戶執擴掃揚換損據攝敵數斷無舊術機殺權條極構標欄樹檔檢歡殘畢匯漢湯溝沒況淚澤潔濟測濃塗漲漸漁溫灣滿滅燈靈災爐熱愛狀環療鹽監蓋盤確禮禍種積稱穩窮筆築簽簡類糧緊紅約級紀純綱納紙線練組細終紹絕統繼續維綠緩編緣網羅罰職聯肅勝腦腳藝節蘇範藥營慮雖補裝規視覽覺觀計訂討訓訊講譯詳誤]/g;

/**
 * Common words, folded. A word that two languages share counts for both; those that tell near kin apart (Indonesian
 * and Malay; Portuguese, Spanish and Tetum) stand in `telling` and count for more.
 */
const common: Readonly<Partial<Record<TextLanguage, string>>> = {
  en: 'a the of and to in is for on with that this be are as at by from or an we our your you will have has it not was i please dear regards thank all any can would which their been if may should letter city office received thanks noted find attached sincerely best answer reply',
  vi: 'cua va cac duoc trong cho voi la khong nay co den ve tu mot nhung thanh pho da se tai theo kinh gui chung toi ngay nam vao de trinh ong ba quy phan mem cam on tran trong thu van ban ke hoach de nghi bao cao',
  id: 'yang dan di untuk dengan dari ini kami pada akan telah tidak adalah atau dalam kepada oleh sebagai juga saya anda atas kota tersebut dapat surat terima kasih hormat bapak ibu',
  ms: 'yang dan di untuk dengan dari ini kami pada akan telah tidak adalah atau dalam kepada oleh sebagai juga saya anda atas bandar tersebut dapat surat terima kasih hormat tuan puan',
  fil: 'ang ng sa mga na ay at ito para po namin ko ako hindi kung kay may inyong aming niya siya ni nga din rin lang pa kami natin upang nang salamat lungsod magandang lubos gumagalang',
  pt: 'de que e do da em um para com nao uma os no se na por mais as dos como mas ao das seu sua ou nos ja foi este esta pelo pela sao cidade carta obrigado cumprimentos senhor senhora exmo',
  tet: 'no nia ba iha ne e sei hau ita ami sira mak maka hosi husi atu katak bele la ona mos tan nune hotu ida rua loron servisu karta boot obrigadu obrigada favor munisipiu sidade',
  fr: 'de la le et les des en un une du que est pour dans ce qui par sur au pas plus ne se sont avec il nous vous votre notre je cette ville madame monsieur merci cordialement',
  de: 'der die und in den von zu das mit sich des auf fur ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei sind noch wir ihre ihr ich stadt sehr geehrte freundlichen grussen',
  es: 'de la que el en y a los se del las un por con no una su para es al lo como mas o pero sus le ha me si sin sobre este ya entre ciudad carta gracias saludos estimado senor senora',
};
const telling: Readonly<Partial<Record<TextLanguage, string>>> = {
  en: 'the of and is we our your will have',
  vi: 'cua duoc khong nhung chung kinh tran nguoi phuc dap thanh',
  id: 'nomor persetujuan jawaban permintaan tiket baik bahwa karena bisa kantor mohon silakan silahkan sedang saat kota anggaran tanggal wali senin jumat cuti dinas rencana bulan kegiatan menyampaikan disampaikan terlampir walikota pemerintah kabupaten bapak ibu pukul kirim membutuhkan sampaikan email besok',
  ms: 'nombor kelulusan jawapan maklum balas aduan pautan permohonan bahawa kerana boleh pejabat sila sekiranya tarikh majlis bandar perbandaran datuk bandaraya emel mel tuan puan daripada dimaklumkan adalah isnin jumaat pelan tindakan sehingga bersama pihak berkenaan dilampirkan mengemukakan belum lagi sukacita makluman bajet esok semasa bercuti perlu',
  fil: 'ang ng mga ay namin hindi po inyong aming nang',
  pt: 'estarei ausente resposta assuntos dia contacte enviaremos ferias nosso nossa nao sao uma dos pelo pela foi ao ja em voce estao acao cidade obrigado cumprimentos gabinete',
  tet: 'iha nia ne hau ita ami sira mak hosi husi atu katak bele ona hotu sei obrigadu',
  fr: 'les des est pour nous vous votre notre cette avec sont une dans',
  de: 'der und das nicht ist wir ihre werden mit fur sind ich',
  es: 'el los las del una con por pero usted ustedes gracias y muy ciudad nuestra estimado',
};

const sets = (lists: Readonly<Partial<Record<TextLanguage, string>>>): [TextLanguage, Set<string>][] =>
  Object.entries(lists).map(([language, words]) => [language as TextLanguage, new Set(words.split(' '))]);
const commonWords = sets(common);
const tellingWords = new Map(sets(telling));

/** Letters of one language, before accents are left out. */
const letters: readonly [TextLanguage, RegExp][] = [
  ['vi', /[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/giu],
  ['pt', /[ãõ]|ç[ãõ]/giu],
  ['de', /[ß]|[äöü]/giu],
  ['es', /[ñ¿¡]/giu],
  ['fr', /[èêëîïùûœ]|ç|\b[ldcjnsmtq]['’](?=\p{L})/giu],
];

/**
 * The language of a text, quotations and addresses aside.
 *
 * @returns its code; undefined for one too short or too mixed to say
 */
export function languageOf(text: string): TextLanguage | undefined {
  const part = text
    .slice(0, longest)
    .normalize('NFC')
    .replace(/\S+@\S+|https?:\S+/g, ' ');
  const counts = scripts.map(([script, letter]) => [script, part.match(letter)?.length ?? 0] as const);
  const of = (script: string): number => counts.find(([name]) => name === script)?.[1] ?? 0;
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return undefined;
  // Kana beside Han are Japanese; names and terms in Latin letters stand in letters of any language.
  if (of('ja') > 0 && of('ja') * 5 >= of('han') && of('ja') + of('han') >= of('latin') / 3) return 'ja';
  const [script = 'latin', count = 0] = counts
    .filter(([name]) => name !== 'latin' && name !== 'ja')
    .reduce((most, each) => (each[1] > most[1] ? each : most));
  if (count >= 2 && count * 3 >= of('latin'))
    return script === 'han' ? chineseOf(part) : (script as TextLanguage);
  return of('latin') * 2 >= total ? latinOf(part) : undefined;
}

function chineseOf(text: string): TextLanguage {
  const own = (mine: RegExp, others: RegExp): number =>
    (text.match(mine) ?? []).filter((letter) => !new RegExp(others.source).test(letter)).length;
  return own(traditional, simplified) > own(simplified, traditional) ? 'zh-Hant' : 'zh-Hans';
}

/** Marks that a language must lead by, and have, to be named. */
const least = 2;

function latinOf(text: string): TextLanguage | undefined {
  const words = foldWords(text).split(' ');
  const marks = commonWords.map(([language, set]) => {
    const own = tellingWords.get(language);
    const said = words.reduce((sum, word) => sum + (set.has(word) ? 1 : 0) + (own?.has(word) ? 1.5 : 0), 0);
    const letter = letters.find(([name]) => name === language)?.[1];
    return { language, marks: said + (letter ? Math.min(text.match(letter)?.length ?? 0, words.length) : 0) };
  });
  const [first, second] = marks.sort((a, b) => b.marks - a.marks);
  if (!first || !second || first.marks < least) return undefined;
  return first.marks > second.marks ? first.language : undefined;
}
