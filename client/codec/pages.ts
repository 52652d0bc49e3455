/** The few pages that people see: who is let in, and how Temporal's own pages are told. They work without JavaScript. */
import { Eta } from 'eta';
import type { Invitation } from './invitation.js';

const eta = new Eta({ autoEscape: true, autoTrim: [false, 'nl'] });

const frame = (title: string, main: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – ASEAN Smart Cities Network</title>
<style>
body { margin: 0 auto; max-width: 44rem; padding: 1.5rem; color: #14213d; background: #fff; font: 1.0625rem/1.6 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; color: #1b3a6b; }
dt { color: #545c6a; }
dd { margin: 0 0 .75rem; font-weight: 600; overflow-wrap: anywhere; }
button { font: inherit; padding: .6rem 1.2rem; border: 0; border-radius: .25rem; color: #fff; background: #1b3a6b; }
button:focus-visible, a:focus-visible { outline: 3px solid #9a6b00; outline-offset: 2px; }
code { background: #eef1f6; padding: .1rem .3rem; overflow-wrap: anywhere; }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
${main}
</main>
</body>
</html>
`;

const who = `<dl>
<dt>The office that reads</dt><dd><%= it.invitation.auditor %></dd>
<dt>Invited by</dt><dd><%= it.invitation.by %></dd>
<dt>Why</dt><dd><%= it.invitation.why %></dd>
<dt>Until</dt><dd><time datetime="<%= it.invitation.until %>"><%= it.until %></time></dd>
</dl>`;

const templates = {
  invited: frame(
    'You are invited to read the record',
    `${who}
<p>Once you have signed in, Temporal’s own pages in this browser show in words what is encrypted in the network’s record.
That you signed in, and how much you opened, is written down and stands in the record of the year.</p>
<form method="post" action="sign-in">
<input type="hidden" name="token" value="<%= it.token %>">
<button type="submit">Sign in</button>
</form>`,
  ),
  signedIn: frame(
    'You are signed in',
    `${who}
<p>In Temporal’s own pages, choose <strong>Configure Codec Server</strong> (the glasses at the top), and there:</p>
<ol>
<li>under <strong>Codec Server browser endpoint</strong>, write <code><%= it.at %></code></li>
<li>switch <strong>Include cross-origin credentials</strong> on, and <strong>Pass the user access token</strong> off</li>
<li>choose <strong>Apply</strong>.</li>
</ol>
<p>What you open is written down and stands in the record of the year.</p>
<form method="post" action="sign-out"><button type="submit">Sign out</button></form>`,
  ),
  signedOut: frame('You are not signed in', '<p><%= it.why %></p>'),
};

type Told = Pick<Invitation, 'auditor' | 'by' | 'why' | 'until'>;

const withTime = (invitation: Told) => ({
  invitation,
  until: `${invitation.until.slice(0, 10)} ${invitation.until.slice(11, 16)} UTC`,
});

/** Asks whether an invitation is to be taken: a link alone, which programs follow too, signs nobody in. */
export const invitedPage = (invitation: Told, token: string): string =>
  eta.renderString(templates.invited, { ...withTime(invitation), token });

/** @param at where this codec is, as Temporal's pages are to be told */
export const signedInPage = (invitation: Told, at: string): string =>
  eta.renderString(templates.signedIn, { ...withTime(invitation), at });

export const signedOutPage = (why: string): string => eta.renderString(templates.signedOut, { why });
