import { stream } from './random';

/** Who somebody is, on whichever side. */
export interface Person {
  readonly firstName: string;
  readonly lastName: string;
  /** ASCII, lower case, unique: the part of the address before the `@`. */
  readonly mailbox: string;
  readonly title: string;
  readonly department: string;
  readonly division: string;
  readonly employeeNumber: string;
}

/** A domain that can never be anybody's (RFC 2606). */
export const mailDomain = 'contoso.example';

const firstNames =
  'Anna Björn Chloé Dagmar Émile Fatima Grzegorz Hana Ibrahim Jürgen Kaito Léa Małgorzata Noé Oluwaseun Priya Quentin Raúl Søren Tomáš Ursula Vikram Wanjiru Xavier Yasmin Zoë Ángel Britta Ciarán Daria Esra Finn Gökhan Håkon Inês João Katarzyna Lucía Mei Nuria Óscar Petra Renée Šárka Thiago Ulla Valeria Wojciech Ximena Yuki Zeynep Aarav Beatriz Călin Dóra Eero Francesca Giulia Hugo Ingrid Jelena Kwame Linh Marek Niamh Otto Paweł Rosa Siobhán Tariq Uma Viggo Wei Yara Žofia Amélie Bohdan Carmen Dmitri Elif Freya Gabriel Helena Ivan Jasmin Kofi Lars Mónica Nils Olena Pablo Rania Stefan Tuuli Viktor Ayesha Matteo'.split(
    ' ',
  );

const lastNames =
  "Berg Müller Nguyễn O'Brien Kowalski García Sørensen Dvořák Yılmaz Okafor Tanaka Rossi Lindström Novák Ferreira Haddad Schmidt Kaya Ivanova Larsen Petrović Silva Wójcik Öztürk Çelik Martínez Nakamura Ångström Fischer Dubois Horváth Popescu Virtanen Jansen Papadopoulos Andersson Mensah Ramírez Weiß Lefèvre Kováč Adeyemi Björk Castro Doğan Eriksen Fernández Gruber Hansen Iyer Jørgensen Kim Lopes Moreau Nilsson Ortiz Peña Quispe Reyes Şahin Tamm Ueda Vogel Walsh Xu Young Zieliński Araújo Bauer Chen D'Angelo Eklund Fontaine Gonçalves Hoffmann Ibáñez Jansson Krüger Löfgren Mbeki Nowak Olofsson Pereira Quinn Rasmussen Sato Tóth Ulrich Vargas Wagner Yamamoto Zhang Alonso Bianchi Čermák Dahl Espinoza Farah Grönlund Hakimi Ishikawa Jovanović Khan Lehtonen Mäkinen Navarro Östberg Patel Richter Strand Takeda Urbański Vidal Weber Yıldız Zapata Ahmed Bakker Costa Demir Engström Flores Gallo Huber Isaksen Jiménez Koch Lambert Moreno Neumann Oliveira Park Ruiz Schäfer Torres Vasquez Wolf Yang Ziegler Arslan Becker Carvalho Diaz Evans Fuchs Gómez Hernández Inoue Jensen Keller Laurent Meyer".split(
    ' ',
  );

const titles = [
  'Agent',
  'Senior Agent',
  'Team Lead',
  'Quality Analyst',
  'Workforce Planner',
  'Back Office Clerk',
  'Technical Specialist',
  'Account Advisor',
  'Supervisor',
  'Trainer',
];
const departments = ['Customer Care', 'Service Desk', 'Sales', 'Billing', 'Retention', 'Claims', 'Logistics', 'Quality', 'Field Service'];
const divisions = ['Home', 'Home', 'Home', 'EMEA', 'EMEA', 'APAC'];

const combinations = firstNames.length * lastNames.length;
/** A prime larger than any divisor of `combinations`, so that walking by it meets every combination once. */
const stride = 7919;
const works = stream('title');
const places = stream('department');
const regions = stream('division');

/** The person with this number. Different numbers have different mailboxes. */
export function person(index: number): Person {
  const combination = (index * stride + 4217) % combinations;
  const round = Math.floor(index / combinations);
  const firstName = at(firstNames, combination % firstNames.length);
  const lastName = at(lastNames, Math.floor(combination / firstNames.length));
  return {
    firstName,
    lastName,
    mailbox: `${ascii(firstName)}.${ascii(lastName)}${round === 0 ? '' : String(round + 1)}`,
    title: at(titles, works(index)),
    department: at(departments, places(index)),
    division: at(divisions, regions(index)),
    employeeNumber: String(100_000 + index),
  };
}

/** Another last name than the person's own, as after a wedding. */
export function otherLastName(index: number): string {
  return person(index + firstNames.length * 7).lastName;
}

/** Another title than the person's own. */
export function otherTitle(title: string): string {
  return at(titles, titles.indexOf(title) + 1);
}

/** Another department than the person's own. */
export function otherDepartment(department: string): string {
  return at(departments, departments.indexOf(department) + 1);
}

const folded = new Map<string, string>();

/** As mail addresses are made of names: marks dropped, letters that have no base letter spelled out. */
function ascii(name: string): string {
  const known = folded.get(name);
  if (known !== undefined) return known;
  const spelled: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ı: 'i', æ: 'ae' };
  const text = name
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z]/g, (letter) => spelled[letter] ?? '');
  folded.set(name, text);
  return text;
}

function at(list: readonly string[], index: number): string {
  return list[index % list.length] ?? '';
}
