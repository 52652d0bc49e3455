/** Invitations: what lets an auditor in to what the engine's own pages show. A signed token, for a working day. */
import { hkdfSync, randomUUID } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { Actor } from '../../domain/actor.js';
import { refused } from '../../domain/errors.js';
import type { Instant } from '../../domain/time.js';
import { hours, toInstant } from '../../domain/time.js';

export interface Invitation {
  /** Tells it from every other. */
  id: string;
  /** The office that is let in. */
  auditor: string;
  /** The office that has invited it, and why. */
  by: string;
  why: string;
  until: Instant;
}

export interface Invitations {
  /** Makes an invitation that counts from now on, for as long as a working day. */
  write(invitation: Pick<Invitation, 'auditor' | 'by' | 'why'>): Promise<{ token: string; until: Instant }>;
  /** @throws CycleError `Refused`, in words, for what is no invitation of this network, or is over */
  read(token: string): Promise<Invitation>;
}

const lasts = hours(8);
const audience = 'ascn codec';

/** @param secret the installation's, of at least 32 characters: with another one, earlier invitations count no more */
export function createInvitations(secret: string, network: string): Invitations {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'ascn-cycle codec', 32));
  return {
    async write({ auditor, by, why }) {
      const until = Date.now() + lasts;
      const token = await new SignJWT({ by, why })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(network)
        .setAudience(audience)
        .setSubject(auditor)
        .setJti(randomUUID())
        .setExpirationTime(Math.floor(until / 1000))
        .sign(key);
      return { token, until: toInstant(until) };
    },

    async read(token) {
      try {
        const { payload } = await jwtVerify<{ by: string; why: string }>(token, key, {
          ...{ issuer: network, audience, algorithms: ['HS256'] },
          requiredClaims: ['sub', 'jti', 'exp', 'by', 'why'],
        });
        const { sub = '', jti = '', exp = 0, by, why } = payload;
        return { id: jti, auditor: sub, by, why, until: toInstant(exp * 1000) };
      } catch (error) {
        throw refused(
          error instanceof errors.JWTExpired
            ? `The invitation of ${error.payload.sub ?? 'this office'} is over. ${askForOne}`
            : `This is no invitation of the network “${network}”, or not the whole of one. ${askForOne}`,
        );
      }
    },
  };
}

/** What to do without one. */
export const askForOne =
  'Ask the chair’s secretariat for one; it is made with: ascn codec invite --auditor OFFICE --why REASON --as OFFICE';

/** The auditor as the record of reading names it. */
export const readerOf = ({ auditor, by, why }: Invitation): Actor => ({
  office: auditor,
  door: 'codec',
  authority: `invited by ${by}`,
  why,
});
