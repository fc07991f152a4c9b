import assert from 'node:assert/strict';
import fc from 'fast-check';
import { plainMessage } from '../../src/vscode/plainMessage';
import { cutText, encodePart } from '../../src/vscode/uriParts';

describe('Untrusted text in a URI', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['Support Tier 1', 'Support%20Tier%201'],
    ['a/b&c?d#e%', 'a%2Fb%26c%3Fd%23e%25'],
    ['🙂', '%F0%9F%99%82'],
    ['\ud83d', '%5Cud83d'],
    ['a\ude42b', 'a%5Cude42b'],
    ['\ud83d\ud83d\ude42', '%5Cud83d%F0%9F%99%82'],
  ];
  for (const [text, expected] of rows) {
    it(`encodes ${JSON.stringify(text)}`, () => assert.equal(encodePart(text), expected));
  }

  it('is as encodeURIComponent where that does not throw, and never throws, 2,000 times', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.integer({ min: 0, max: 0xffff })), (text, units) => {
        assert.equal(encodePart(text), encodeURIComponent(text));
        assert.match(encodePart(String.fromCharCode(...units)), /^[\w%.!~*'()-]*$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('is never cut within a character, 2,000 times', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, length) => {
        const cut = cutText(text, length);
        assert.ok(text.startsWith(cut) && cut.length <= length && cut.length >= Math.min(length, text.length) - 1);
        encodeURIComponent(cut);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('Untrusted text in a notification', () => {
  it('is no link', () => {
    // As VS Code looks for links (vs/base/common/linkedText).
    const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
    const name = '[Support](command:workbench.action.closeWindow) and [more](https://evil.example "x")';
    assert.match(name, link);
    assert.doesNotMatch(plainMessage(name), link);
    assert.equal(plainMessage('Support Tier 1 (EU) [old]'), 'Support Tier 1 (EU) [old]');
  });
});
