import assert from 'node:assert/strict';
import { externalTarget } from '../../src/mapping/externalName';
import { coreUserUrn, enterpriseUserUrn, genesysUserUrn } from '../../src/mapping/scimNames';

const table: readonly (readonly [name: string, namespace: string | null, expected: string])[] = [
  ['displayName', coreUserUrn, 'path displayName'],
  ['name.givenName', coreUserUrn, 'path name.givenName'],
  ['department', enterpriseUserUrn, `path ${enterpriseUserUrn}:department`],
  ['manager.value', enterpriseUserUrn, `path ${enterpriseUserUrn}:manager.value`],
  ['manager', enterpriseUserUrn, `path ${enterpriseUserUrn}:manager.value`],
  ['routingSkills', genesysUserUrn, `path ${genesysUserUrn}:routingSkills`],
  ['badge', 'urn:contoso', 'path urn:contoso:badge'],
  ["phoneNumbers.^[type=='work'].value", coreUserUrn, 'path phoneNumbers[type eq "work"].value'],
  ['phoneNumbers[type eq "mobile"].value', null, 'path phoneNumbers[type eq "mobile"].value'],
  ['emails.^[primary==true].value', coreUserUrn, 'primary emails.value'],
  ['emails.^[primary==true].type', coreUserUrn, 'selector emails primary==true'],
  ["phoneNumbers.^[type=='work'].primary", coreUserUrn, 'selector phoneNumbers type==work'],
  ["emails.^[display=='x'].value", coreUserUrn, "unknown emails.^[display=='x'].value"],
  ['a b', coreUserUrn, 'unknown a b'],
];

describe('externalTarget', () => {
  for (const [name, namespace, expected] of table) {
    it(`${name} is ${expected}`, () => {
      const target = externalTarget(name, namespace);
      assert.equal(
        Object.values(target)
          .slice(0, 1)
          .concat(target.kind === 'primary' ? `${target.attribute}.${target.sub}` : Object.values(target).slice(1))
          .join(' '),
        expected,
      );
    });
  }
});
