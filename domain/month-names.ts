/** Names of months as the members write them, folded as `fold` does: January first. */
import { fold } from './fold.js';

const names = [
  'january jan januari januarye janvier enero janeiro janeiru มกราคม ม.ค. មករា ມັງກອນ ဇန်နဝါရီ ஜனவரி',
  'february feb februari pebruari pebrero fevereiro fevereiru กุมภาพันธ์ ก.พ. កុម្ភៈ កុម្ភះ ກຸມພາ ဖေဖော်ဝါရီ பிப்ரவரி',
  'march mar maret mac marso março marsu มีนาคม มี.ค. មីនា ມີນາ မတ် மார்ச்',
  'april apr abril เมษายน เม.ย. មេសា ເມສາ ဧပြီ ஏப்ரல்',
  'may mei mayo maio maiu พฤษภาคม พ.ค. ឧសភា ພຶດສະພາ မေ மே',
  'june jun juni hunyo junho juñu มิถุนายน มิ.ย. មិថុនា ມິຖຸນາ ဇွန် ஜூன்',
  'july jul juli julai hulyo julho jullu กรกฎาคม ก.ค. កក្កដា ກໍລະກົດ ဇူလိုင် ஜூலை',
  'august aug agustus agt ogos agosto agostu สิงหาคม ส.ค. សីហា ສິງຫາ ဩဂုတ် သြဂုတ် ஆகஸ்ட்',
  'september sep sept setyembre setembro setembru กันยายน ก.ย. កញ្ញា ກັນຍາ စက်တင်ဘာ செப்டம்பர்',
  'october oct oktober okt oktubre outubro outubru ตุลาคม ต.ค. តុលា ຕຸລາ အောက်တိုဘာ அக்டோபர்',
  'november nov nopember nobyembre novembro novembru พฤศจิกายน พ.ย. វិច្ឆិកា ພະຈິກ နိုဝင်ဘာ நவம்பர்',
  'december dec desember des disember disyembre dezembro dezembru ธันวาคม ธ.ค. ធ្នូ ທັນວາ ဒီဇင်ဘာ டிசம்பர்',
];

const months = new Map(
  names.flatMap((line, i) => line.split(' ').map((name): [string, number] => [fold(name), i + 1])),
);

/** 1 to 12 for a month's name in any of the members' languages, with or without accents. */
export const monthNamed = (name: string): number | undefined => months.get(fold(name));

/** Vietnamese months said as words after `tháng`. */
export const vietnameseMonths = [
  ...['mot', 'hai', 'ba', 'tu', 'nam', 'sau', 'bay', 'tam', 'chin', 'muoi', 'muoi mot', 'muoi hai'],
];
