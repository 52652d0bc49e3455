/** The workflows of the bundle, by the names under which they are started. */
export { annualCycle } from './annual-cycle.js';
export { annualMeeting } from './annual-meeting.js';
export { batch } from './batch.js';
export { bodyChain } from './body-chain.js';
export { bodySession } from './body-session.js';
export { clearance } from './clearance.js';
export { governanceWorkshop } from './governance-workshop.js';
export { handover } from './handover.js';
export { heldLetter } from './held-letter.js';
export { jcmConsultation } from './jcm-consultation.js';
export { letter } from './letter.js';
export { ministerialAnnouncement } from './ministerial-announcement.js';
export { network } from './network.js';
export { nominations } from './nominations.js';
export { request } from './request.js';
export { summitLaunch } from './summit-launch.js';
