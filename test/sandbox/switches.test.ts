import { strict as assert } from 'node:assert';
import { defaultSwitches, parseSwitches, SwitchError, type SandboxSwitches } from '../../src/sandbox/switches';

describe('sandbox switches', () => {
  const good: readonly (readonly [texts: readonly string[], expected: Partial<SandboxSwitches>])[] = [
    [[], {}],
    [['stale=409'], { stale: '409' }],
    [['block=net', 'version=fixed'], { block: 'net', version: 'fixed' }],
    [['memberLimit=1000'], { memberLimit: 1000 }],
    [['memberLimit=none'], { memberLimit: null }],
    [['stale=409', 'stale=412'], { stale: '412' }],
  ];
  for (const [texts, expected] of good) {
    it(`reads ${texts.join(' ') || 'nothing'}`, () => assert.deepEqual(parseSwitches(texts), expected));
  }

  const bad: readonly (readonly [text: string, message: RegExp])[] = [
    ['speed=fast', /There is no switch "speed"\. Switches are stale, version, block/],
    ['stale=418', /The switch stale is 400 or 409 or 412, not "418"/],
    ['memberLimit=few', /The switch memberLimit is a number or "none"/],
    ['memberLimit=', /a number/],
    ['toString=x', /There is no switch/],
    ['block', /request or operation or net or none, not ""/],
  ];
  for (const [text, message] of bad) {
    it(`refuses ${text}`, () =>
      assert.throws(
        () => parseSwitches([text]),
        (error) => error instanceof SwitchError && message.test(error.message),
      ));
  }

  it('reads every switch back that it has', () => {
    const texts = Object.entries(defaultSwitches).map(([name, value]) => `${name}=${value === null ? 'none' : String(value)}`);
    assert.deepEqual(parseSwitches(texts), defaultSwitches);
  });
});
