/**
 * Text that Windows programs print in the console's code page, for the log and for diagnosis. The
 * bytes that reach the client's stderr stay as they are. Node's TextDecoder knows the East Asian,
 * Cyrillic and ANSI code pages; the four western ones that it lacks are below. Pure.
 */

/** What TextDecoder calls them. */
const labels: ReadonlyMap<number, string> = new Map([
  [866, 'ibm866'],
  [874, 'windows-874'],
  [932, 'shift_jis'],
  [936, 'gbk'],
  [949, 'euc-kr'],
  [950, 'big5'],
  [54936, 'gb18030'],
]);

/** The characters of the bytes 0x80 to 0xFF. */
const tables: ReadonlyMap<number, string> = new Map([
  [
    437,
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐' +
      '└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  ],
  [
    850,
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐' +
      '└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
  ],
  [
    852,
    'ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐' +
      '└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00ad˝˛ˇ˘§÷¸°¨˙űŘř■\u00a0',
  ],
  [
    857,
    'ÇüéâäàåçêëèïîıÄÅÉæÆôöòûùİÖÜø£ØŞşáíóúñÑĞğ¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐' +
      '└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ºªÊËÈ\ufffdÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµ\ufffd×ÚÛÙìÿ¯´\u00ad±\ufffd¾¶§÷¸°¨·¹³²■\u00a0',
  ],
]);

/** A program with a console writes in the first, one without in the second. */
const ansiOf: ReadonlyMap<number, number> = new Map([
  [437, 1252],
  [850, 1252],
  [852, 1250],
  [857, 1254],
  [866, 1251],
]);

/**
 * A line of output as text: UTF-8 if it is, else in the code page of the console (`chcp`), or in
 * the ANSI code page that goes with it if that fits better.
 */
export function decodeConsoleText(bytes: Uint8Array, codePage: number): string {
  return decodeUtf8(bytes) ?? decode(bytes, likelierCodePage(bytes, codePage));
}

/** The number in what `chcp` prints, in whatever language: "Aktive Codepage: 850." */
export function readChcp(printed: string): number | undefined {
  const digits = /(\d{3,5})\D*$/.exec(printed)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function decode(bytes: Uint8Array, codePage: number): string {
  const table = tables.get(codePage);
  if (table === undefined) return decoderOf(codePage).decode(bytes);
  return Array.from(bytes, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : table.charAt(byte - 0x80),
  ).join('');
}

function decoderOf(codePage: number) {
  const ansi = codePage >= 1250 && codePage <= 1258 ? `windows-${codePage}` : 'windows-1252';
  return new TextDecoder(labels.get(codePage) ?? ansi);
}

/**
 * Letters beyond ASCII lie below 0xC0 in the consoles' code pages, mostly, and above it in the ANSI
 * ones. In East Asia both are the same.
 */
function likelierCodePage(bytes: Uint8Array, codePage: number): number {
  const ansi = ansiOf.get(codePage);
  if (ansi === undefined) return codePage;
  const high = bytes.filter((byte) => byte >= 0x80);
  const low = high.filter((byte) => byte < 0xc0).length;
  return low * 2 >= high.length ? codePage : ansi;
}
