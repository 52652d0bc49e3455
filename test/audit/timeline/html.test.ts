import { expect, test } from '@jest/globals';
import { html, joined } from '../../../client/audit/timeline/html.js';
import { fileName, href } from '../../../client/audit/timeline/paths.js';

test('what is put into a page is text, whatever it says', () => {
  expect(html`<p title="${'" onclick="x'}">${'<script>alert(1)</script> & ’'}</p>`.markup).toBe(
    '<p title="&quot; onclick=&quot;x">&lt;script&gt;alert(1)&lt;/script&gt; &amp; ’</p>',
  );
});

test('templates stand within templates, lists one after another, and what is not there leaves nothing', () => {
  const items = ['a', '<b>'].map((item) => html`<b>${item}</b>`);
  expect(html`<p>${items}${undefined}${false}${0}</p>`.markup).toBe('<p><b>a</b><b>&lt;b&gt;</b>0</p>');
  expect(html`${joined(['a', 'b', 'c'], ', ')}`.markup).toBe('a, b, c');
});

test('control characters and marks that turn the reading direction do not come into a page', () => {
  expect(html`${'a\u0000b\u001bc\u202ed\u2066e\r\nf\tg'}`.markup).toBe('abcde\nf\tg');
});

test.each([
  ['../../etc/passwd', '~~..~etc~passwd'],
  ['..', '~'],
  ['a/b', 'a~b'],
  ['Đà Nẵng?#', '~C4~90~C3~A0~20N~E1~BA~B5ng~3F~23'],
])('“%s” is a name of a file, and no way to another folder', (id, name) => {
  expect(fileName(id)).toBe(name);
});

test.each([
  ['index.html', 'requests/progress/hanoi.html', 'requests/progress/hanoi.html'],
  ['requests/progress/hanoi.html', 'index.html', '../../index.html'],
  ['phases/workshop.html', 'phases/workshop.html#kind-progress', 'workshop.html#kind-progress'],
])('from %s the way to %s is %s', (from, to, way) => {
  expect(href(from, to)).toBe(way);
});
