/** First and last names that occur together; the people made of them do not exist. */
export const nameGroups: readonly { readonly first: string; readonly last: string }[] = [
  {
    first:
      'Amelia Benjamin Charlotte Daniel Eleanor Frances Gareth Hannah Isaac Joanna Kieran Lydia Martin Natalie Oliver Rosalind Samuel Tabitha Vincent Wendy',
    last: 'Ashworth Bramley Calloway Denholm Ellery Fairclough Garside Hollis Inchbald Kershaw Lockwood Marlowe Netherby Ogden Pemberton Ridgway Stanfield Thackray Underhill Wetherall',
  },
  {
    first:
      'Anneke Birgit Carsten Dieter Elke Florian Greta Heike Ingo Jonas Katrin Lukas Maren Niklas Petra Ruben Sabine Thorsten Ulrike Wiebke',
    last: 'Albrecht Baumgart Classen Dörfler Eickhoff Feldkamp Grünewald Hasselmann Isenberg Kaltenbach Lindemann Mehring Oberhauser Pfister Reinholt Sandvoss Tillmann Vollmer Wegener Ziegler',
  },
  {
    first: 'Alma Bjørn Camilla Dag Elin Freja Gunnar Hedda Ingrid Jesper Karin Lars Mette Nils Oskar Ragnhild Signe Tore Ulla Viggo',
    last: 'Aaberg Bakken Dahlgren Ekeland Falkholm Granlund Hagström Isaksen Kjellberg Lindqvist Moberg Nygaard Overgård Rasmussen Sandnes Thorvald Ulvestad Vestergaard Wikholm Østby',
  },
  {
    first:
      'Adriana Bruno Catarina Diego Elisa Fernando Gabriela Hugo Inês Joaquim Leticia Mateo Nuria Pablo Raquel Sergio Teresa Valeria Xavier Yolanda',
    last: 'Aldana Barreiro Carvalhal Delgado Escobedo Figueira Gallardo Herrán Ibarrola Lozano Machuca Navarrete Ordóñez Peixoto Quiroga Rebelo Salcedo Tavares Urrutia Valdivia',
  },
  {
    first:
      'Aditi Bhavesh Chitra Dinesh Esha Farhan Gauri Harish Indira Jayant Kavita Lalit Meera Nikhil Pooja Rahul Sunita Tarun Usha Vikram',
    last: 'Agarwala Bhattacharjee Chaudhari Deshmukh Gokhale Hegde Iyengar Joshipura Kulkarni Lakhani Mahapatra Nambiar Oberoi Parekh Raghunath Saxena Trivedi Upadhyay Venkataraman Waghmare',
  },
  {
    first: 'Aiko Daichi Emi Haruto Kaori Kenji Mio Naoki Rina Satoshi Takumi Yuka Jian Lihua Meiling Wei Xin Yifan Minseo Jihoon',
    last: 'Asakawa Fujishiro Hamasaki Ishiguro Kawamoto Matsuzaka Nishimori Okabe Shirakawa Tsukuda Chen Fang Guo Hsieh Liang Tang Zhou Baek Hwang Noh',
  },
  {
    first:
      'Abena Chidi Damilola Ekow Femi Grace Hadiza Ifeoma Jabari Kwame Lindiwe Makena Ngozi Olumide Palesa Sipho Thandi Uche Wanjiru Zola',
    last: 'Abiodun Boateng Chukwu Dlamini Ezenwa Fashola Gathoni Kamau Lekota Mokoena Nyarko Ndlovu Okonkwo Owusu Quaye Sibanda Tembo Umeh Wambua Zulu',
  },
  {
    first: 'Amira Bilal Dalia Elias Farah Ghassan Hala Idris Jamila Karim Layla Mounir Nadia Omar Rania Samir Tarek Yasmin Ziad Soraya',
    last: 'Aboud Bennani Chaker Darwish El-Masri Fakhoury Gharbi Haddad Idrissi Jabbour Khalil Lahlou Mansour Nassar Othman Qasim Rahmani Sabbagh Tazi Zahran',
  },
  {
    first:
      'Agnieszka Bartosz Danuta Dmitri Ewa Filip Galina Irena Jakub Katarzyna Lenka Marek Natalia Ondřej Piotr Radka Stanisław Tereza Václav Zofia',
    last: 'Adamczyk Bielak Černák Dudek Fiala Gajewski Havlíček Jankowski Kowalik Lisiecki Malinowski Novotny Olszewski Pavlenko Rybak Sikora Tkachuk Urbánek Wrona Zelenka',
  },
  {
    first:
      'Aoife Cormac Deirdre Eoin Fionnuala Brendan Niamh Padraig Sinead Ciara Antoine Brigitte Cédric Delphine Étienne Florence Gaëlle Luc Margaux Noémie',
    last: 'Brannigan Corrigan Devaney Finnerty Gallagher Hanrahan Kinsella Lonergan McGarry Tierney Aubertin Beaumont Charpentier Delacroix Fournel Garnier Lachance Marchand Perrault Vasseur',
  },
];

/** What some of them would rather be called. */
export const shortNames: Readonly<Record<string, string>> = {
  Benjamin: 'Ben',
  Charlotte: 'Lottie',
  Daniel: 'Dan',
  Eleanor: 'Nell',
  Natalie: 'Nat',
  Samuel: 'Sam',
  Tabitha: 'Tabby',
  Katrin: 'Kati',
  Lukas: 'Luk',
  Camilla: 'Milla',
  Fernando: 'Nando',
  Gabriela: 'Gabi',
  Teresa: 'Tere',
  Valeria: 'Vale',
  Vikram: 'Vik',
  Nikhil: 'Nik',
  Kavita: 'Kavi',
  Satoshi: 'Toshi',
  Meiling: 'Mei',
  Olumide: 'Olu',
  Damilola: 'Dami',
  Ifeoma: 'Ify',
  Soraya: 'Sora',
  Agnieszka: 'Aga',
  Katarzyna: 'Kasia',
  Stanisław: 'Staszek',
  Fionnuala: 'Nuala',
  Brigitte: 'Bri',
  Delphine: 'Del',
};
