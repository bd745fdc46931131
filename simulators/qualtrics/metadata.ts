/** Metadata ids of an export request, in column order (vendor sheet section 4.2): English column and label, German name. */
const METADATA = {
  startDate: ['StartDate', 'Start Date', 'Anfangsdatum'],
  endDate: ['EndDate', 'End Date', 'Enddatum'],
  status: ['Status', 'Response Type', 'Antworttyp'],
  ipAddress: ['IPAddress', 'IP Address', 'IP-Adresse'],
  progress: ['Progress', 'Progress', 'Fortschritt'],
  duration: ['Duration (in seconds)', 'Duration (in seconds)', 'Dauer (in Sekunden)'],
  finished: ['Finished', 'Finished', 'Beendet'],
  recordedDate: ['RecordedDate', 'Recorded Date', 'Aufzeichnungsdatum'],
  _recordId: ['ResponseId', 'Response ID', 'Antwort-ID'],
  recipientLastName: ['RecipientLastName', 'Recipient Last Name', 'Nachname des Empfängers'],
  recipientFirstName: ['RecipientFirstName', 'Recipient First Name', 'Vorname des Empfängers'],
  recipientEmail: ['RecipientEmail', 'Recipient Email', 'E-Mail des Empfängers'],
  externalDataReference: ['ExternalReference', 'External Data Reference', 'Externe Datenreferenz'],
  locationLatitude: ['LocationLatitude', 'Location Latitude', 'Breitengrad'],
  locationLongitude: ['LocationLongitude', 'Location Longitude', 'Längengrad'],
  distributionChannel: ['DistributionChannel', 'Distribution Channel', 'Verteilungskanal'],
  userLanguage: ['UserLanguage', 'User Language', 'Benutzersprache'],
} as const;
export type MetadataId = keyof typeof METADATA;
export const METADATA_IDS = Object.keys(METADATA) as [MetadataId, ...MetadataId[]]; // its own keys, and there are some

/** Added to records sorted by modification; cannot be selected. */
export const LAST_MODIFIED = 'lastModifiedDate';

/** What an anonymised survey does not keep: contact link, IP and location (vendor sheet section 4.1). */
export const IDENTIFYING: ReadonlySet<string> = new Set<MetadataId>([
  'ipAddress',
  'recipientLastName',
  'recipientFirstName',
  'recipientEmail',
  'externalDataReference',
  'locationLatitude',
  'locationLongitude',
]);

export const isMetadata = (key: string): boolean => key in METADATA || key === LAST_MODIFIED;

/** CSV exports name metadata in the language of the account (vendor sheet section 4.2). */
export function metadataNames(key: MetadataId, language: 'EN' | 'DE') {
  const [column, label, german] = METADATA[key];
  return language === 'DE' ? { column: german, text: german } : { column, text: label };
}
