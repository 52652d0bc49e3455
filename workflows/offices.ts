/** The ids of offices that workflows write to; the data names their titles and addresses. */

/** The National Representative of a member. */
export const representativeOf = (member: string): string => `nr-${member.toLowerCase()}`;

/** The two offices of the secretariat of whichever member chairs: the desk, and its head. */
export const secretariatOfChair = (chair: string): [desk: string, head: string] => [
  `secretariat-${chair.toLowerCase()}`,
  `secretariat-${chair.toLowerCase()}-head`,
];

/** Where papers for a body go: `jcm-secretariat`. */
export const secretariatOf = (body: string): string => `${body.toLowerCase()}-secretariat`;
