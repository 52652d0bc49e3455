/** Words in which the members write scales, currencies and “about”, folded as `fold` does. */

/** Powers of ten. `mil` is a million or, in Portuguese, a thousand: see `readingsOfScale`. */
const scales: Record<string, number> = {
  ...of(3, 'thousand nghìn ngàn ribu rb libo พัน ພັນ ពាន់ ထောင် 千 ஆயிரம்'),
  ...of(4, 'หมื่น ໝື່ນ ម៉ឺន သောင်း 万 萬'),
  ...of(5, 'lakh lakhs แสน ແສນ សែន သိန်း'),
  ...of(6, 'million millions mil mill mio mln mn m triệu tr juta jt milyon ล้าน ລ້ານ លាន သန်း 百万 百萬'),
  ...of(7, 'crore crores កោដិ ကုဋေ'),
  ...of(8, '亿 億'),
  ...of(9, 'billion billions bn b tỷ tỉ miliar milyar bilyon ប៊ីលាន ຕື້'),
  ...of(12, 'trillion trillions tn trn triliun trilyun'),
  ...of(2, 'hundred trăm ratus ร้อย ຮ້ອຍ'),
};

const currencies: Record<string, readonly string[]> = {
  VND: ['vnd', 'vnđ', '₫', 'đ', 'đồng', 'đồng việt nam', 'việt nam đồng', 'vietnamese dong', 'vietnam dong'],
  IDR: ['idr', 'rp', 'rupiah', 'indonesian rupiah', 'rupiah indonesia'],
  MYR: ['myr', 'rm', 'ringgit', 'ringgit malaysia', 'malaysian ringgit'],
  THB: ['thb', '฿', 'baht', 'bath', 'thai baht', 'บาท', 'บาทไทย'],
  KHR: ['khr', '៛', 'riel', 'riels', 'cambodian riel', 'រៀល'],
  LAK: ['lak', '₭', 'kip', 'kips', 'lao kip', 'ກີບ'],
  MMK: ['mmk', 'ks', 'kyat', 'kyats', 'myanmar kyat', 'ကျပ်'],
  PHP: ['php', '₱', 'peso', 'pesos', 'philippine peso', 'philippine pesos', 'piso'],
  SGD: ['sgd', 's$', 'sg$', 'singapore dollar', 'singapore dollars'],
  BND: ['bnd', 'b$', 'brunei dollar', 'brunei dollars', 'dolar brunei'],
  USD: [
    ...['usd', 'us$', '$us', 'u$', 'usdollar', 'us dollars', 'american dollars', 'united states dollars'],
    ...['đô la mỹ', 'đô mỹ', 'đô la', 'dolar as', 'dolar amerika', 'usd$', 'ดอลลาร์สหรัฐ', 'เหรียญสหรัฐ'],
    ...['ដុល្លារអាមេរិក', 'ໂດລາສະຫະລັດ', '美元', '美金', 'dólares americanos'],
  ],
  EUR: ['eur', '€', 'euro', 'euros'],
  JPY: ['jpy', 'jp¥', 'yen', 'japanese yen', 'yên', 'yên nhật', '円', '日元'],
  CNY: ['cny', 'rmb', 'cn¥', 'yuan', 'renminbi', 'nhân dân tệ', '人民币', '人民幣'],
  KRW: ['krw', '₩', 'won', 'korean won'],
  TWD: ['twd', 'nt$', '新台币', '新臺幣'],
  HKD: ['hkd', 'hk$', 'hong kong dollars'],
  AUD: ['aud', 'a$', 'au$', 'australian dollar', 'australian dollars'],
  NZD: ['nzd', 'nz$', 'new zealand dollars'],
  CAD: ['cad', 'c$', 'ca$', 'canadian dollars'],
  GBP: ['gbp', '£', 'pound sterling', 'pounds sterling'],
  CHF: ['chf', 'swiss francs'],
  INR: ['inr', '₹', 'indian rupees'],
};

/** Signs and words that several currencies share. */
const shared: Record<string, readonly string[]> = {
  dollar: ['$', 'dollar', 'dollars', 'dolar', 'ดอลลาร์', 'ដុល្លារ', 'ໂດລາ', 'ဒေါ်လာ'],
  yen: ['¥', '￥'],
  yuan: ['元', '圆', '圓'],
  k: ['k'],
  p: ['p'],
};

const about =
  'about approx approximately around circa ca est estimated roughly nearly khoảng gần ước tính dự kiến ' +
  'sekitar kira perkiraan humigit kumulang ประมาณ ປະມານ ប្រហែល ခန့်';
const limits =
  'upto more than less over under at least most below above maximum minimum max min ' +
  'tối đa thiểu hơn dưới trên ít nhất không quá lebih maksimal minimal';
const between = 'to or until till between from từ đến tới hoặc dari sampai atau sd hingga ถึง ຫາ ដល់ 至 到';
const noise = 'only in total the of amount sum chẵn tổng cộng chỉ tròn saja and và dan equivalent';

export type AmountWord =
  | { scale: number; word: string }
  | { currency: string }
  | { shared: string }
  | { says: 'about' | 'limit' | 'between' | 'nothing' };

/** Without case and accents; signs of currencies stay. */
export const foldAmount = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('đ', 'd')
    .normalize('NFC');

const key = (text: string): string => foldAmount(text).replace(/ /g, '');

function of(power: number, words: string): Record<string, number> {
  return Object.fromEntries(words.split(' ').map((word) => [word, power]));
}

const said = (words: string, says: 'about' | 'limit' | 'between' | 'nothing'): [string, AmountWord][] =>
  words.split(' ').map((word) => [key(word), { says }]);

const vocabulary = new Map<string, AmountWord>([
  ...said(noise, 'nothing'),
  ...said(about, 'about'),
  ...said(limits, 'limit'),
  ...said(between, 'between'),
  ...Object.entries(shared).flatMap(([id, words]) =>
    words.map((word): [string, AmountWord] => [key(word), { shared: id }]),
  ),
  ...Object.entries(currencies).flatMap(([currency, words]) =>
    words.map((word): [string, AmountWord] => [key(word), { currency }]),
  ),
  ...Object.entries(scales).map(([word, scale]): [string, AmountWord] => [
    key(word),
    { scale, word: key(word) },
  ]),
]);
const longest = Math.max(...[...vocabulary.keys()].map((word) => word.length));

/** Powers of ten that a word may mean: `m` in rupiah is short for miliar, and for million. */
export function readingsOfScale(
  { scale, word }: { scale: number; word: string },
  currency: string | undefined,
): number[] {
  if (word === 'm' && currency === 'IDR') return [9, 6];
  return word === 'mil' ? [6, 3] : [scale];
}

/** Longest run of words that is taken apart. */
const longestRun = 80;

/**
 * Takes a run of words apart, written together or not: `million US dollars`, `ล้านบาท`, `tỷ đồng`.
 *
 * @returns undefined where a part of it is none of these words
 */
export function amountWords(text: string): AmountWord[] | undefined {
  const run = key(text).replace(/[.\s]/g, '');
  if (run.length > longestRun) return undefined;
  const from: ({ word: AmountWord; next: number } | undefined)[] = [];
  for (let start = run.length - 1; start >= 0; start--) {
    for (let end = Math.min(run.length, start + longest); end > start; end--) {
      const word = vocabulary.get(run.slice(start, end));
      if (word && (end === run.length || from[end])) {
        from[start] = { word, next: end };
        break;
      }
    }
  }
  const words: AmountWord[] = [];
  for (let at = 0; at < run.length;) {
    const step = from[at];
    if (!step) return undefined;
    words.push(step.word);
    at = step.next;
  }
  return words;
}
