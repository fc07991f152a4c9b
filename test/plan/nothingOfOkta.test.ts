import assert from 'node:assert/strict';
import type { InputKind, InputReport } from '../../src/input/problem';
import { planHeadline } from '../../src/report/planHeadline';
import { plan, scimGroup, scimUser, snapshot, source } from './examples';

function planFrom(...kinds: readonly InputKind[]) {
  const { trust, ...rest } = source({});
  const inputs = kinds.map((kind, index): InputReport => ({
    path: `${index}`,
    kind,
    records: 0,
    recognizedBy: '',
    sha256: null,
    problems: [],
  }));
  return plan({ ...rest, trust: { ...trust, inputs } }, snapshot([scimUser('a')], [scimGroup('s', 'Sales', ['a'])]));
}

describe('a plan from an export without a list of Okta’s', () => {
  it('is partial and says why, and does not tell of agreement', () => {
    const made = planFrom('snapshot', 'profileMapping');
    assert.equal(made.complete, false);
    assert.deepEqual(
      made.problems.filter(({ level }) => level === 'incomplete').map(({ code }) => code),
      ['nothing-of-okta'],
    );
    assert.match(
      planHeadline(made),
      /^Preview only: No file of the export holds users, groups, .* of Okta; nothing in this plan can be applied\.$/,
    );
  });

  for (const kind of ['users', 'groups', 'groupMembers', 'appUsers', 'pushMappings'] as const) {
    it(`is whole where there is an empty list of the kind ${kind}`, () => {
      const made = planFrom('snapshot', kind);
      assert.deepEqual([made.complete, made.problems.some(({ code }) => code === 'nothing-of-okta')], [true, false]);
    });
  }
});
