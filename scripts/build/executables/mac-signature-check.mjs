/**
 * Checks an ad-hoc signature as the kernel of macOS does: the digest of each page. Written from
 * Apple's public headers (mach-o/loader.h, kern/cs_blobs.h) and not with the tool that signs, so
 * that a mistake of that tool is found here. Reads 64-bit files of one architecture.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const machO64 = 0xfeedfacf;
const loadCodeSignature = 0x1d;
const embeddedSignature = 0xfade0cc0;
const codeDirectory = 0xfade0c02;
const adHoc = 0x2;
const sha256 = 2;

/** Throws unless the whole file up to the signature is covered by digests that are right. */
export function checkSignature(path) {
  const file = readFileSync(path);
  const { offset, size } = signatureOf(file);
  const directory = directoryIn(file.subarray(offset, offset + size));
  const { flags, digestsAt, pages, covered, digestSize, digestType, pageSize } = directory;
  expect((flags & adHoc) !== 0, 'is not ad hoc');
  expect(digestType === sha256 && digestSize === 32, 'has digests other than SHA-256');
  expect(covered === offset && pages === Math.ceil(covered / pageSize), 'leaves something out');
  for (let page = 0; page < pages; page += 1) {
    const end = Math.min((page + 1) * pageSize, covered);
    const digest = createHash('sha256')
      .update(file.subarray(page * pageSize, end))
      .digest();
    const at = digestsAt + page * digestSize;
    expect(
      digest.equals(directory.bytes.subarray(at, at + digestSize)),
      `is wrong in page ${page}`,
    );
  }
}

function signatureOf(file) {
  expect(file.readUInt32LE(0) === machO64, 'is not in a 64-bit Mach-O file');
  const commands = file.readUInt32LE(16);
  let at = 32;
  for (let command = 0; command < commands; command += 1) {
    if (file.readUInt32LE(at) === loadCodeSignature) {
      return { offset: file.readUInt32LE(at + 8), size: file.readUInt32LE(at + 12) };
    }
    at += file.readUInt32LE(at + 4);
  }
  throw new Error('the signature is missing');
}

function directoryIn(signature) {
  expect(signature.readUInt32BE(0) === embeddedSignature, 'is not an embedded one');
  const blobs = signature.readUInt32BE(8);
  for (let blob = 0; blob < blobs; blob += 1) {
    const bytes = signature.subarray(signature.readUInt32BE(12 + blob * 8 + 4));
    if (bytes.readUInt32BE(0) !== codeDirectory) continue;
    return {
      bytes,
      flags: bytes.readUInt32BE(12),
      digestsAt: bytes.readUInt32BE(16),
      pages: bytes.readUInt32BE(28),
      covered: bytes.readUInt32BE(32),
      digestSize: bytes.readUInt8(36),
      digestType: bytes.readUInt8(37),
      pageSize: 2 ** bytes.readUInt8(39),
    };
  }
  throw new Error('the signature has no code directory');
}

function expect(holds, otherwise) {
  if (!holds) throw new Error(`the signature ${otherwise}`);
}
