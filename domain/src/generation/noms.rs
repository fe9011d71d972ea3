//! Invented people: names of many origins, numbers and addresses that reach nobody.
//!
//! A name is drawn apart from everything else: nothing sensitive can be guessed from it, here no more than in life.

use super::tirage::Tirage;
use crate::allocataire::Civilite;
use crate::saisie;

const FEMMES: &[&str] = &[
    "Adèle", "Agnès", "Aïcha", "Amina", "Anaïs", "Ana Paula", "Anne-Laure", "Aurélie", "Bérénice", "Camille", "Carmen", "Cécile", "Céline",
    "Chloé", "Clémence", "Danièle", "Delphine", "Élodie", "Émilie", "Esperanza", "Estelle", "Fanny", "Fatima", "Fatoumata", "Florence",
    "Françoise", "Gaëlle", "Geneviève", "Gülşen", "Hélène", "Héloïse", "Ilona", "Inès", "Irène", "Jeanne", "Joëlle", "Justine", "Kadiatou",
    "Karine", "Khadija", "Laëtitia", "Laure", "Leïla", "Linh", "Lucie", "Ludivine", "Maëlle", "Magali", "Marie-Noëlle", "Mariam", "Marine",
    "Mélanie", "Meriem", "Mihaela", "Nadège", "Nathalie", "Nawel", "Noémie", "Océane", "Odile", "Oksana", "Pascale", "Pauline", "Rachida",
    "Rose-Marie", "Sabrina", "Samira", "Sandrine", "Séverine", "Solène", "Sofia", "Sokhna", "Stéphanie", "Svetlana", "Sylvie", "Thérèse",
    "Valérie", "Véronique", "Virginie", "Yasmine", "Zoé", "Zeynep",
];

const HOMMES: &[&str] = &[
    "Abdoulaye", "Adrien", "Ahmed", "Alain", "Alexandre", "Amadou", "Anthony", "António", "Armand", "Aurélien", "Bastien", "Benoît", "Boris",
    "Brahim", "Bruno", "Cédric", "Christophe", "Clément", "Cyril", "Damien", "Daniel", "Dimitri", "Didier", "Emre", "Éric", "Étienne",
    "Fabrice", "Félix", "Franck", "François", "Frédéric", "Gaël", "Gérard", "Grégory", "Guillaume", "Hakim", "Hervé", "Hugo", "Ibrahima",
    "Ioan", "Jean-Baptiste", "Jean-Luc", "Jérémy", "Jérôme", "João", "Joël", "José Luis", "Julien", "Karim", "Kévin", "Laurent", "Loïc",
    "Luc", "Mamadou", "Marc", "Mathéo", "Mehdi", "Michaël", "Minh", "Mohamed", "Nicolas", "Noël", "Olivier", "Oumar", "Pascal", "Philippe",
    "Pierre-Yves", "Rachid", "Raphaël", "Régis", "Rémi", "Rubén", "Samuel", "Sébastien", "Serge", "Stéphane", "Sylvain", "Théo", "Thierry",
    "Thomas", "Vasile", "Vincent", "Xavier", "Yann", "Yohan", "Youssef",
];

const FAMILLES: &[&str] = &[
    "Abadie", "Alary", "Albouy", "Arnaud", "Aït Ouali", "Azéma", "Ba", "Bacquié", "Barrère", "Barthe", "Bégué", "Belkacem", "Ben Salah",
    "Benali", "Bonnefoy", "Bonnet", "Boubée", "Bourdil", "Bousquet", "Boyer", "Camara", "Capdeville", "Castéra", "Caussé", "Cazeneuve",
    "Chevalier", "Cissé", "Combes", "Cordier", "Cœurdevey", "Costes", "Coulibaly", "Da Silva", "Daïdé", "D'Arbois", "Dauriac", "de Castro",
    "de La Forge", "Dedieu", "Delmas", "Deschamps", "Diallo", "Diarra", "Dos Santos", "Dubœuf", "Dufour", "Dumoulin", "Dupuy", "Durand",
    "El Amrani", "Escudié", "Estèbe", "Étchebarne", "Fabre", "Faure", "Fernández", "Ferreira", "Fontaine", "Fournié", "Galinier", "García",
    "Garrigues", "Gauthier", "Ghanem", "Gómez", "Guérin", "Haddad", "Hamidi", "Ibanez", "Ionescu", "Izard", "Jalabert", "Jean-Marie", "Joly",
    "Kaya", "Keïta", "Kowalczyk", "Labatut", "Lacaze", "Lacombe", "Lafforgue", "Lagarde", "Lambert", "Laffitte", "Larrieu", "Le Bihan",
    "Le Goff", "Lefèvre", "L'Hôte", "Lœuillet", "López", "Loubet", "Malaterre", "Mansouri", "Marchand", "Marquès", "Martin", "Martínez",
    "Massoudi", "Mazières", "Mbaye", "Mercier", "Meziane", "Miquel", "Montané", "Morel", "Moreira", "Mouton", "N'Diaye", "N'Guessan",
    "Nicolas", "Noguès", "Nguyễn", "Öztürk", "Pagès", "Pélissier", "Pérès", "Petrović", "Pham", "Pinto", "Popescu", "Portères", "Poux",
    "Pujol", "Ramírez", "Raynaud", "Ribes", "Ricard", "Rivière", "Robert", "Rodríguez", "Rouquette", "Rousseau", "Roux", "Sabatier", "Saïdi",
    "Salles", "Sanchez", "Sarrazin", "Savary", "Ségur", "Serres", "Sow", "Soulié", "Tahiri", "Tavares", "Teixeira", "Terrasse", "Touré",
    "Traoré", "Trần", "Valette", "Vasseur", "Vergnes", "Vidal", "Vigneau", "Villeneuve", "Yılmaz", "Zerrouki", "Zhang",
];

const VOIES: &[&str] = &[
    "rue des Lilas", "rue du Moulin", "avenue de la République", "chemin des Vignes", "impasse du Pré", "rue Jean-Jaurès", "place de l'Église",
    "rue du Faubourg", "allée des Tilleuls", "boulevard des Écoles", "rue de la Gare", "chemin de la Fontaine", "avenue des Pyrénées",
    "rue du Château", "résidence Les Cèdres", "rue Marie-Curie", "route de Toulouse", "rue des Œillets", "cité du Canal", "rue Victor-Hugo",
];

/// Ranges that the regulator keeps for fiction: no subscriber will ever have these numbers.
const INDICATIFS: &[(&str, u32)] = &[("06 39 98", 85), ("05 36 49", 12), ("01 99 00", 3)];

/// Domains reserved for examples.
const DOMAINES: &[&str] = &["example.org", "example.com", "example.net"];

pub(super) fn prenom(tirage: &mut Tirage, civilite: Civilite) -> String {
    tirage.mot(if civilite == Civilite::Madame { FEMMES } else { HOMMES }).to_owned()
}

pub(super) fn famille(tirage: &mut Tirage) -> String {
    let nom = tirage.mot(FAMILLES);
    if tirage.chance(40) { format!("{nom}-{}", tirage.mot(FAMILLES)) } else { nom.to_owned() }
}

pub(super) fn telephone(tirage: &mut Tirage) -> Option<String> {
    let indicatif = tirage.selon(INDICATIFS)?;
    Some(format!("{indicatif} {:02} {:02}", tirage.entre(0, 99), tirage.entre(0, 99)))
}

/// `prenom.nom` and the rank, so that two namesakes do not share an address.
pub(super) fn courriel(tirage: &mut Tirage, prenom: &str, nom: &str, rang: usize) -> String {
    let net = |texte: &str| -> String {
        let plie = saisie::plier(texte).to_lowercase();
        plie.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
    };
    format!("{}.{}{rang}@{}", net(prenom), net(nom), tirage.mot(DOMAINES))
}

pub(super) fn voie(tirage: &mut Tirage) -> String {
    format!("{} {}", tirage.plutot_pres(1, 140), tirage.mot(VOIES))
}
