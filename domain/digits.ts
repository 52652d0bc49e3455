/** Digits of the region's scripts as the figures 0 to 9. */

/** Where the ten digits of a script begin in Unicode: Arabic, Persian, Tamil, Thai, Lao, Burmese, Shan, Khmer, full width. */
const zeros = [0x0660, 0x06f0, 0x0be6, 0x0e50, 0x0ed0, 0x1040, 0x1090, 0x17e0, 0xff10];

/** `๒๕๖๑`, `២០១៨`, `٢٠١٨` become `2561`, `2018`, `2018`; everything else stays. */
export const plainDigits = (text: string): string =>
  text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = zeros.find((each) => code >= each && code < each + 10);
    return zero === undefined ? digit : String(code - zero);
  });
