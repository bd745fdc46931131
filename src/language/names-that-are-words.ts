/**
 * First and last names that are also words people use at work every day. Written small, such a word is read as the word.
 * Kept short: a name that is missing here is masked however it is written, which loses a word and leaks nobody.
 */
export const namesThatAreWords: ReadonlySet<string> = new Set(
  `able ace amber april art ash august autumn bank banks bear best bill black bloom blue boy brand bridge bridges bright brook brooks
  brown bush can care case cash chance charity chase cliff close comfort cook court cross dawn day dear diamond early east eve ever
  faith field fields flood flower flowers ford forest foster fox frank free french friend fuller gardener glass golden good grace
  grand grant green guy hall hand hardy harmony head heart hill holiday home honey honor hope house hunt jewel joy judge july june
  justice key kind lake land lane law link little long lord love lucky major man march mark marks may meadow melody merit merry
  miles mill mills moon new nice noble north page painter park parks pat patience peace per post pound power powers price pride
  prosper prudence quick ray read reason rest rich ridge rise rock rose rush sage saint say self shade shadow sharp shields shore
  short silver sky small smart son song south spark spring star steel stone street strong sue summer summers sun sunday sunny sweet
  swift true trust tuesday van victory ward waters way weeks well wells west wheat white wild will win wind winter wise wood woods
  worth young`.split(/\s+/u),
);
