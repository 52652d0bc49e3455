/**
 * Time-stamps (RFC 3161): what an authority is asked, and whether its answer holds. The library that it loads takes a
 * while, so whoever may not need it imports this when it does.
 */
import { createHash, X509Certificate } from 'node:crypto';
import * as asn1 from 'asn1js';
import * as pki from 'pkijs';
import { badInput, CycleError } from './errors.js';
import type { Instant } from './time.js';
import { toInstant } from './time.js';

export interface TimeStamp {
  /** The authority's time. */
  at: Instant;
  /** The subject of the certificate that signed. */
  by: string;
}

const oids = {
  signedData: '1.2.840.113549.1.7.2',
  timeStampInfo: '1.2.840.113549.1.9.16.1.4',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  extendedKeyUsage: '2.5.29.37',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  /** RFC 2634 and RFC 5035: which certificate signed. */
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
};

const digestOf = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

/** What an authority is asked: a time-stamp of the SHA-256 of these bytes, with its certificate. */
export function timeStampRequest(bytes: Uint8Array | string, nonce: Uint8Array): Uint8Array {
  const request = new pki.TimeStampReq({
    version: 1,
    messageImprint: new pki.MessageImprint({
      hashAlgorithm: new pki.AlgorithmIdentifier({
        algorithmId: oids.sha256,
        algorithmParams: new asn1.Null(),
      }),
      hashedMessage: new asn1.OctetString({ valueHex: digestOf(bytes) }),
    }),
    nonce: integer(nonce),
    certReq: true,
  });
  return new Uint8Array(request.toSchema().toBER());
}

/** A positive whole number of these bytes. */
const integer = (bytes: Uint8Array): asn1.Integer =>
  asn1.Integer.fromBigInt(`0x${Buffer.from(bytes).toString('hex')}`);

export interface Expected {
  /** What the time-stamp is to be of. */
  bytes: Uint8Array | string;
  /** What the request said; none is compared where it is not known any more. */
  nonce?: Uint8Array;
  /** Certificates of which one must vouch for the authority's; see `readCertificates`. */
  trusted?: pki.Certificate[] | undefined;
}

/**
 * Reads an authority's answer, and checks that it is a time-stamp of what was asked, signed by the certificate that it
 * names, which is for time-stamps and, where certificates to trust are given, has one of them behind it.
 *
 * @throws CycleError `BadInput`, in words, where it is not
 */
export async function readTimeStamp(answer: Uint8Array, expected: Expected): Promise<TimeStamp> {
  try {
    return await check(answer, expected);
  } catch (error) {
    if (error instanceof CycleError) throw error;
    // the library's own, about what only looks like an answer
    throw badInput(
      `The time-stamp cannot be checked: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

async function check(answer: Uint8Array, expected: Expected): Promise<TimeStamp> {
  const { signed, info } = parse(answer);
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  if (
    hashAlgorithm.algorithmId !== oids.sha256 ||
    !digestOf(expected.bytes).equals(hashedMessage.valueBlock.valueHexView)
  )
    throw badInput('The time-stamp is of something else than this seal.');
  if (expected.nonce && !info.nonce?.isEqual(integer(expected.nonce)))
    throw badInput('The time-stamp answers another request: its nonce is not the one that was sent.');
  const signer = await signerOf(signed, expected.bytes);
  if (expected.trusted) await checkTrust(signed, signer, info.genTime, expected);
  const { subject } = new X509Certificate(Buffer.from(signer.toSchema().toBER()));
  return { at: toInstant(info.genTime.getTime()), by: subject.split('\n').join(', ') };
}

function parse(answer: Uint8Array): { signed: pki.SignedData; info: pki.TSTInfo } {
  let response: pki.TimeStampResp;
  try {
    response = pki.TimeStampResp.fromBER(answer);
  } catch {
    throw badInput('The answer of the time-stamp authority cannot be read as one (RFC 3161).');
  }
  const { status, statusStrings } = response.status;
  // granted, or granted with changes that the rest of the answer tells
  if (Number(status) > 1) {
    const why = statusStrings?.map((text) => text.valueBlock.value).join(' ');
    throw badInput(`The time-stamp authority refused (status ${status}${why ? `: ${why}` : ''}).`);
  }
  try {
    const { timeStampToken: token } = response;
    const signed = new pki.SignedData({ schema: token?.content });
    const { eContentType, eContent } = signed.encapContentInfo;
    if (token?.contentType !== oids.signedData || eContentType !== oids.timeStampInfo || !eContent)
      throw new Error('no time-stamp');
    return { signed, info: pki.TSTInfo.fromBER(eContent.valueBlock.valueHexView) };
  } catch {
    throw badInput('The answer of the time-stamp authority has no time-stamp that can be read.');
  }
}

/** The certificate that signed the time-stamp, which is for nothing else (RFC 3161, 2.3). */
async function signerOf(signed: pki.SignedData, bytes: Uint8Array | string): Promise<pki.Certificate> {
  if (signed.signerInfos.length !== 1)
    throw badInput(`The time-stamp has ${signed.signerInfos.length} signatures; expected one.`);
  const { signatureVerified, signerCertificate } = await verified(signed, bytes);
  if (!signatureVerified || !signerCertificate)
    throw badInput('The signature of the time-stamp is not that of the certificate that it names.');
  const usage = signerCertificate.extensions?.find(({ extnID }) => extnID === oids.extendedKeyUsage);
  const { keyPurposes } = (usage?.parsedValue ?? {}) as Partial<pki.ExtKeyUsage>;
  if (!usage?.critical || keyPurposes?.join() !== oids.timeStamping)
    throw badInput('The time-stamp is signed with a certificate that is not for time-stamps alone.');
  if (!isNamed(signed, signerCertificate))
    throw badInput('The time-stamp does not say that this certificate signed it.');
  return signerCertificate;
}

/** @throws SignedDataVerifyError where the chain of certificates was to be checked and does not hold */
async function verified(signed: pki.SignedData, bytes: Uint8Array | string, more = {}) {
  const data = new Uint8Array(Buffer.from(bytes)).buffer;
  try {
    return await signed.verify({ signer: 0, data, extendedMode: true, ...more });
  } catch (error) {
    if (error instanceof pki.SignedDataVerifyError) return error;
    throw error;
  }
}

/** Whether the signed attribute that names the signing certificate names this one (RFC 3161, 2.4.1; RFC 5816). */
function isNamed({ signerInfos }: pki.SignedData, certificate: pki.Certificate): boolean {
  const attribute = signerInfos[0]?.signedAttrs?.attributes.find(
    ({ type }) => type === oids.signingCertificate || type === oids.signingCertificateV2,
  );
  const [list] = childrenOf(attribute?.values[0] as asn1.BaseBlock | undefined);
  const [first] = childrenOf(list);
  const fields = childrenOf(first);
  const hash = fields.find((field) => field instanceof asn1.OctetString);
  if (!hash) return false;
  const [algorithm] = fields[0] instanceof asn1.Sequence ? childrenOf(fields[0]) : [];
  const oid =
    algorithm instanceof asn1.ObjectIdentifier
      ? algorithm.valueBlock.toString()
      : attribute?.type === oids.signingCertificate
        ? oids.sha1
        : oids.sha256;
  const { name } = pki.getCrypto(true).getAlgorithmByOID(oid) as { name?: string };
  if (name === undefined) return false;
  const digest = createHash(name.replace('-', ''))
    .update(Buffer.from(certificate.toSchema().toBER()))
    .digest();
  return digest.equals(hash.valueBlock.valueHexView);
}

const childrenOf = (block: asn1.BaseBlock | undefined): asn1.BaseBlock[] =>
  block instanceof asn1.Constructed ? block.valueBlock.value : [];

/** The certificates of trust vouch for the signer's, at the time of the time-stamp. */
async function checkTrust(
  signed: pki.SignedData,
  signer: pki.Certificate,
  at: Date,
  { bytes, trusted = [] }: Expected,
): Promise<void> {
  const isIt = trusted.some((each) => sameBytes(each, signer));
  const holds = isIt
    ? signer.notBefore.value <= at && at <= signer.notAfter.value
    : (
        await verified(signed, bytes, {
          checkChain: true,
          trustedCerts: trusted,
          passedWhenNotRevValues: true,
        })
      ).signatureVerified;
  if (!holds)
    throw badInput(
      `None of the certificates to trust vouches for the one that signed the time-stamp, at its time.`,
    );
}

const sameBytes = (one: pki.Certificate, other: pki.Certificate): boolean =>
  Buffer.from(one.toSchema().toBER()).equals(Buffer.from(other.toSchema().toBER()));

/**
 * The certificates of a PEM file.
 *
 * @param setting how an error names the file, such as `ASCN_TSA_CA is “ca.pem”`
 * @throws CycleError `BadInput` where there is none, or one that cannot be read
 */
export function readCertificates(pem: string, setting: string): pki.Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    if (blocks.length === 0) throw new Error('none');
    return blocks.map((block) => pki.Certificate.fromBER(new X509Certificate(block).raw));
  } catch {
    throw badInput(`${setting}, which holds no certificate that can be read; expected one or more in PEM.`);
  }
}
