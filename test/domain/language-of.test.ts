import { expect, test } from '@jest/globals';
import { languageOf } from '../../domain/language-of.js';

test.each([
  ['Thank you for your letter.', 'en'],
  ['Under approval, answer on the 20th.', 'en'],
  ['Đã nhận được công văn, sẽ trả lời sau.', 'vi'],
  ['Dang trinh lanh dao phe duyet, se tra loi vao ngay 20.', 'vi'],
  ['Mohon maaf, kami membutuhkan waktu tambahan.', 'id'],
  ['Surat telah kami terima dengan baik, terima kasih.', 'id'],
  ['Sukacita dimaklumkan bahawa pelan tindakan masih dalam semakan.', 'ms'],
  ['Saya bercuti sehingga 20 Mei. Sila hubungi pejabat.', 'ms'],
  ['Natanggap na po namin ang inyong liham.', 'fil'],
  ['Acusamos a receção da vossa carta.', 'pt'],
  ['Ami sei haruka resposta iha loron 20.', 'tet'],
  ['Acusamos recibo de su carta.', 'es'],
  ['Nous accusons réception de votre lettre.', 'fr'],
  ['Ich bin bis zum 20. Mai nicht im Büro.', 'de'],
  ['ได้รับหนังสือแล้ว', 'th'],
  ['โครงการ Smart City ของเมือง Phuket', 'th'],
  ['ໄດ້ຮັບແລ້ວ', 'lo'],
  ['បានទទួលហើយ', 'km'],
  ['လက်ခံရရှိပါသည်', 'my'],
  ['கடிதம் கிடைத்தது', 'ta'],
  ['我们将于5月20日前提交计划。', 'zh-Hans'],
  ['我們將於5月20日前提交計劃。', 'zh-Hant'],
  ['Smart City計画を提出します。', 'ja'],
  ['잘 받았습니다.', 'ko'],
  ['OK', undefined],
  ['csco@city.example 12345', undefined],
  ['', undefined],
])('“%s” is in %s', (text, language) => {
  expect(languageOf(text)).toBe(language);
});
