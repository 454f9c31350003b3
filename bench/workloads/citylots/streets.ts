/** How many of the real lots are on a street, where a rule's matches depend on it; `null` is a lot without an address. */
export const STREETS = {
  FULTON: 1910,
  FUNSTON: 477,
  MASON: 2657,
  MASONIC: 293,
  MOULTON: 22,
  JEFFERSON: 131,
  BEACH: 211,
  HYDE: 1758,
  CHESTNUT: 825,
  ACADIA: 24,
  BLUXOME: 442,
  DRUMM: 13,
  DRAKE: 25,
  LAKE: 846,
  'RHODE ISLAND': 328,
  IRVING: 1963,
  SANTIAGO: 682,
  MISSION: 5_000,
  WASHINGTON: 3_000,
  JACKSON: 2_400,
  HARRISON: 2_324,
  null: 4_000,
};

/** None of them begins with AC, BL, DR, FU, MASO or RH, nor ends with ON, KE, MM, ING or GO. */
export const OTHER_STREETS: readonly string[] = [
  ...['03RD', '10TH', '18TH', '19TH', '22ND', '24TH', '25TH', '31ST', '46TH', 'ALABAMA', 'ANZA', 'BALBOA', 'BRYANT'],
  ...['CABRILLO', 'CALIFORNIA', 'CLAY', 'CLEMENT', 'CORTLAND', 'DE HARO', 'DUBOCE', 'EUREKA', 'FILBERT', 'GEARY'],
  ...['GREENWICH', 'GUERRERO', 'HAIGHT', 'JUDAH', 'KANSAS', 'KIRKHAM', 'LAWTON HEIGHTS', 'LOMBARD', 'MORAGA', 'NOE'],
  ...['NORIEGA', 'ORTEGA', 'PACHECO', 'QUINTARA', 'RIVERA', 'SANCHEZ', 'TARAVAL', 'ULLOA', 'VALENCIA', 'YORBA'],
];

export const TYPES = { ST: 116_386, SQ: 15, CT: 1_774, null: 4_000 };

/** None of them begins with S, nor ends with T. */
export const OTHER_TYPES: readonly string[] = ['AVE', 'AVE', 'AVE', 'BLVD', 'DR', 'WAY', 'TER', 'PL'];
