/**
 * What is peculiar to one user in so many; in everything else Okta and Genesys agree. The generator writes both sides by it, and what a plan
 * and a comparison must come to is told from it alone.
 */
const oneIn =
  (every: number, at: number) =>
  (index: number): boolean =>
    index % every === at;

/** Of people: Okta has an account to create, a deactivation never arrived, somebody is to be reactivated. */
export const isCreated = oneIn(1000, 113);
export const isDeactivated = oneIn(1000, 217);
export const isReactivated = oneIn(1000, 419);
/** So many more people are in Genesys alone. */
export const unmanagedOf = (users: number): number => Math.ceil(users / 1000);

/** The same in other spelling: letter case that does not count, order, nothing as "" on one side, white space, Unicode forms. */
export const hasUserNameInCapitals = oneIn(50, 23);
export const hasEmailInCapitals = oneIn(50, 33);
export const hasListsReversed = oneIn(20, 14);
export const hasEmptyTitleInOkta = oneIn(100, 45);
export const hasEmptyTitleInGenesys = oneIn(100, 55);
export const hasDoubleSpace = oneIn(100, 65);
export const hasNameDecomposed = oneIn(100, 75);
/** Another spelling than E.164: three numbers in ten. */
export const isSpelled = (number: number): boolean => number % 10 < 3;
export const hasMobile = oneIn(10, 4);
/** Which of the spellings the mobile phone has: 30 % of these numbers, too. */
export const mobileNumber = (index: number): number => Math.floor(index / 10);

/** Really other. */
export const isPromoted = oneIn(100, 7);
export const hasTitleInCapitals = oneIn(500, 388);
export const isMoved = oneIn(200, 58);
export const isRenamed = oneIn(200, 78);
/** In Genesys another number; of these one in two is in other spelling than E.164, too. */
export const hasOtherNumber = (index: number): boolean => oneIn(200, 30)(index) || oneIn(200, 38)(index);
export const hasNoNumber = oneIn(500, 340);
export const lacksMobileInGenesys = oneIn(200, 94);

export type ExpectedAction = 'deactivate' | 'create' | 'reactivate' | 'update' | 'pingPong' | 'unchanged';

/** What a plan must say of an Okta user. */
export function expectedAction(index: number): ExpectedAction {
  if (isCreated(index)) return 'create';
  if (isDeactivated(index)) return 'deactivate';
  if (isReactivated(index)) return 'reactivate';
  if (differsReally(index)) return 'update';
  return spelledOtherwise(index).length > 0 ? 'pingPong' : 'unchanged';
}

/** `path kind` of every attribute of a user that both sides have, by path. */
export function expectedAttributes(index: number): readonly string[] {
  return [...reallyOther(index), ...spelledOtherwise(index)].sort();
}

/** Whether a push changes something of a user that both sides have. */
export function differsReally(index: number): boolean {
  return reallyOther(index).length > 0;
}

/** Whether a user that both sides have is the same, and written otherwise: in order and in empty values, too, which no plan tells of. */
export function differsByFormatOnly(index: number): boolean {
  if (differsReally(index)) return false;
  const unplanned = (hasListsReversed(index) && hasMobile(index)) || hasEmptyTitleInOkta(index) || hasEmptyTitleInGenesys(index);
  return unplanned || spelledOtherwise(index).length > 0;
}

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const workPhone = 'phoneNumbers[type eq "work"].value';
const mobilePhone = 'phoneNumbers[type eq "mobile"].value';

/** `latentOverwrite` where the profile that Okta stored is what Okta has now. */
function reallyOther(index: number): readonly string[] {
  const differences: string[] = [];
  if (isReactivated(index)) differences.push('active change');
  if (isPromoted(index)) differences.push('title change');
  if (hasTitleInCapitals(index)) differences.push('title latentOverwrite');
  if (isMoved(index)) differences.push(`${enterprise}:department change`);
  if (isRenamed(index)) differences.push('displayName latentOverwrite');
  if (hasOtherNumber(index)) differences.push(`${workPhone} latentOverwrite`);
  if (hasNoNumber(index)) differences.push(`${workPhone} invalid`);
  if (lacksMobileInGenesys(index)) differences.push(`${mobilePhone} change`);
  return differences;
}

function spelledOtherwise(index: number): readonly string[] {
  const paths: string[] = [];
  if (hasUserNameInCapitals(index)) paths.push('userName');
  if (hasEmailInCapitals(index)) paths.push('emails[type eq "work"].value');
  if (hasDoubleSpace(index)) paths.push(`${enterprise}:department`);
  if (hasNameDecomposed(index)) paths.push('displayName');
  if (isSpelled(index) && !hasOtherNumber(index) && !hasNoNumber(index)) paths.push(workPhone);
  if (hasMobile(index) && isSpelled(mobileNumber(index)) && !lacksMobileInGenesys(index)) paths.push(mobilePhone);
  return paths.map((path) => `${path} pingPong`);
}
