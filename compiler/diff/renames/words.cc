#include "diff/renames/words.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>
#include <vector>

namespace schemac {
namespace {

// What people put in each other's place when they rename: only pairs that mean the same in any schema.
constexpr std::pair<std::string_view, std::string_view> synonyms[] = {
    {"created", "inserted"},
    {"created", "added"},
    {"updated", "modified"},
    {"updated", "changed"},
    {"updated", "edited"},
    {"modified", "changed"},
    {"modified", "edited"},
    {"removed", "deleted"},
    {"archived", "deleted"},
    {"mail", "email"},
    {"title", "name"},
    {"label", "name"},
    {"display", "name"},
    {"caption", "title"},
    {"headline", "title"},
    {"kind", "type"},
    {"category", "type"},
    {"class", "type"},
    {"status", "state"},
    {"qty", "quantity"},
    {"amount", "value"},
    {"amount", "sum"},
    {"amount", "quantity"},
    {"count", "number"},
    {"count", "total"},
    {"count", "quantity"},
    {"num", "number"},
    {"numeric", "number"},
    {"nr", "number"},
    {"no", "number"},
    {"desc", "description"},
    {"summary", "abstract"},
    {"detail", "description"},
    {"about", "description"},
    {"comment", "note"},
    {"remark", "note"},
    {"remark", "comment"},
    {"memo", "note"},
    {"body", "content"},
    {"text", "content"},
    {"body", "text"},
    {"message", "text"},
    {"picture", "image"},
    {"photo", "image"},
    {"photo", "picture"},
    {"avatar", "picture"},
    {"phone", "telephone"},
    {"phone", "tel"},
    {"cell", "mobile"},
    {"zip", "postal"},
    {"zip", "postcode"},
    {"postcode", "postal"},
    {"zipcode", "postal"},
    {"zipcode", "postcode"},
    {"begin", "start"},
    {"finish", "end"},
    {"finished", "ended"},
    {"finished", "completed"},
    {"finished", "done"},
    {"completed", "done"},
    {"started", "begun"},
    {"from", "start"},
    {"until", "end"},
    {"expiry", "expiration"},
    {"visible", "published"},
    {"visible", "shown"},
    {"hidden", "invisible"},
    {"enabled", "active"},
    {"disabled", "inactive"},
    {"user", "account"},
    {"customer", "client"},
    {"company", "organization"},
    {"organization", "organisation"},
    {"firm", "company"},
    {"vendor", "supplier"},
    {"seller", "vendor"},
    {"employee", "staff"},
    {"author", "writer"},
    {"owner", "holder"},
    {"manager", "supervisor"},
    {"token", "key"},
    {"password", "passwd"},
    {"password", "pwd"},
    {"password", "pass"},
    {"login", "username"},
    {"surname", "lastname"},
    {"forename", "firstname"},
    {"surname", "family"},
    {"forename", "given"},
    {"first", "given"},
    {"last", "family"},
    {"sex", "gender"},
    {"birthday", "birthdate"},
    {"birthday", "dob"},
    {"birthdate", "dob"},
    {"position", "order"},
    {"sort", "order"},
    {"position", "rank"},
    {"rank", "order"},
    {"priority", "rank"},
    {"sequence", "order"},
    {"url", "link"},
    {"uri", "url"},
    {"href", "link"},
    {"website", "homepage"},
    {"price", "cost"},
    {"cost", "fee"},
    {"fee", "charge"},
    {"salary", "wage"},
    {"salary", "pay"},
    {"discount", "rebate"},
    {"invoice", "bill"},
    {"product", "item"},
    {"product", "article"},
    {"good", "product"},
    {"item", "line"},
    {"basket", "cart"},
    {"shipment", "delivery"},
    {"shipping", "delivery"},
    {"stock", "inventory"},
    {"city", "town"},
    {"country", "nation"},
    {"province", "region"},
    {"street", "road"},
    {"location", "place"},
    {"latitude", "lat"},
    {"longitude", "lng"},
    {"longitude", "lon"},
    {"colour", "color"},
    {"size", "length"},
    {"parent", "ancestor"},
    {"group", "team"},
    {"role", "permission"},
    {"tag", "label"},
    {"setting", "option"},
    {"setting", "config"},
    {"setting", "preference"},
    {"config", "configuration"},
    {"option", "preference"},
    {"property", "attribute"},
    {"param", "parameter"},
    {"arg", "argument"},
    {"source", "origin"},
    {"target", "destination"},
    {"dest", "destination"},
    {"file", "document"},
    {"doc", "document"},
    {"folder", "directory"},
    {"dir", "directory"},
    {"reason", "cause"},
    {"error", "failure"},
    {"result", "outcome"},
    {"event", "occurrence"},
    {"visit", "view"},
    {"hit", "view"},
    {"rating", "score"},
    {"grade", "score"},
    {"mark", "grade"},
    {"vote", "rating"},
    {"job", "task"},
    {"language", "locale"},
    {"lang", "locale"},
    {"meta", "metadata"},
    {"info", "information"},
    {"ref", "reference"},
    {"identifier", "id"},
    {"guid", "uuid"},
    {"pic", "picture"},
    {"img", "image"},
    {"msg", "message"},
    {"max", "maximum"},
    {"min", "minimum"},
    {"avg", "average"},
    {"mean", "average"},
    {"prev", "previous"},
    {"cur", "current"},
    {"curr", "current"},
    {"currency", "curr"},
    {"temp", "temporary"},
    {"due", "deadline"},
    {"timestamp", "time"},
    {"hash", "digest"},
    {"hash", "checksum"},
    {"checksum", "digest"},
    {"secret", "password"},
    {"addr", "address"},
    {"ip", "address"},
    {"acct", "account"},
    {"dept", "department"},
    {"emp", "employee"},
    {"mgr", "manager"},
    {"cust", "customer"},
    {"usr", "user"},
    {"org", "organization"},
    {"txn", "transaction"},
    {"pct", "percent"},
    {"percentage", "percent"},
    {"rate", "percent"},
    {"hour", "hr"},
    {"minute", "min"},
    {"second", "sec"},
    {"weight", "mass"},
    {"width", "breadth"},
    {"height", "altitude"},
    {"version", "revision"},
};

// The commonest names of columns and tables in other languages, as they are written without accents. A row is one
// thing.
constexpr std::array<std::string_view, 12> translations[] = {
    {"name", "nombre", "nom", "nome", "naam", "namn", "navn", "bezeichnung", "nazwa", "imie"},
    {"surname", "apellido", "nachname", "sobrenome", "cognome", "achternaam", "efternamn", "nazwisko"},
    {"firstname", "prenom", "vorname", "voornaam", "fornamn"},
    {"title", "titulo", "titre", "titel", "titolo", "tytul"},
    {"description", "descripcion", "beschreibung", "descricao", "descrizione", "omschrijving", "beskrivning", "opis"},
    {"date", "fecha", "datum"},
    {"address", "direccion", "adresse", "anschrift", "endereco", "indirizzo", "adres", "adress"},
    {"city", "ciudad", "ville", "stadt", "cidade", "citta", "stad", "ort", "miasto"},
    {"country", "pais", "land", "paese", "kraj"},
    {"street", "calle", "rue", "strasse", "rua", "straat", "gata", "ulica"},
    {"phone", "telefono", "telefon", "telefone", "telefoon", "telephone"},
    {"email", "correo", "courriel", "mail"},
    {"price", "precio", "prix", "preis", "preco", "prezzo", "prij", "pris", "cena"},
    {"quantity", "cantidad", "quantite", "menge", "quantidade", "quantita", "aantal", "anzahl", "antal", "ilosc"},
    {"amount", "importe", "montant", "betrag", "valor", "importo", "bedrag", "belopp", "kwota"},
    {"customer", "cliente", "client", "kunde", "klant", "kund", "klient"},
    {"user", "usuario", "utilisateur", "benutzer", "utente", "gebruiker", "anvandare", "uzytkownik"},
    {"product", "producto", "produit", "produkt", "produto", "prodotto"},
    {"order", "pedido", "commande", "bestellung", "ordine", "bestelling", "auftrag", "zamowienie"},
    {"invoice", "factura", "facture", "rechnung", "fatura", "fattura", "factuur", "faktura"},
    {"password", "contrasena", "clave", "passwort", "kennwort", "senha", "wachtwoord", "haslo", "losenord"},
    {"status", "estado", "statut", "etat", "zustand", "stato", "stan"},
    {"type", "tipo", "typ", "art", "soort"},
    {"number", "numero", "nummer", "numer", "anzahl"},
    {"code", "codigo", "codice", "kod"},
    {"comment", "comentario", "commentaire", "kommentar", "commento", "opmerking", "bemerkung", "komentarz"},
    {"category", "categoria", "categorie", "kategorie", "kategoria"},
    {"company", "empresa", "entreprise", "firma", "unternehmen", "azienda", "bedrijf", "foretag", "societe"},
    {"employee", "empleado", "employe", "mitarbeiter", "funcionario", "dipendente", "medewerker"},
    {"active", "activo", "actif", "aktiv", "ativo", "attivo", "actief"},
    {"created", "creado", "cree", "erstellt", "criado", "creato", "skapad"},
    {"updated", "actualizado", "geaendert", "atualizado", "aggiornato", "geandert"},
    {"start", "inicio", "debut", "beginn", "inizio", "begin"},
    {"end", "fin", "ende", "fim", "einde"},
    {"birth", "nacimiento", "naissance", "geburt", "nascimento", "nascita", "geboorte"},
    {"birthdate", "geburtsdatum", "geburtstag", "geboortedatum"},
    {"age", "edad", "alter", "idade", "eta", "leeftijd"},
    {"image", "imagen", "bild", "imagem", "immagine", "afbeelding"},
    {"language", "idioma", "langue", "sprache", "lingua", "taal", "lenguaje"},
    {"year", "ano", "annee", "jahr", "anno", "jaar", "rok"},
    {"month", "mes", "moi", "monat", "mese", "maand"},
    {"day", "dia", "jour", "giorno", "dag"},
    {"total", "gesamt", "totale", "totaal", "summe"},
    {"weight", "peso", "poid", "gewicht", "vikt"},
    {"height", "altura", "hauteur", "hoehe", "altezza", "hoogte"},
    {"width", "ancho", "largeur", "breite", "largura", "larghezza", "breedte"},
    {"color", "colour", "couleur", "farbe", "cor", "colore", "kleur"},
    {"role", "rol", "rolle", "ruolo", "papel"},
    {"group", "grupo", "groupe", "gruppe", "gruppo", "groep"},
    {"message", "mensaje", "nachricht", "mensagem", "messaggio", "bericht"},
    {"text", "texto", "texte", "testo", "tekst"},
    {"content", "contenido", "contenu", "inhalt", "conteudo", "contenuto", "inhoud"},
    {"note", "nota", "notiz", "notitie", "anmerkung"},
    {"value", "valor", "valeur", "wert", "valore", "waarde", "varde"},
    {"school", "escuela", "ecole", "schule", "escola", "scuola"},
    {"teacher", "profesor", "professeur", "lehrer", "docente", "enseignant"},
    {"student", "alumno", "eleve", "schueler", "aluno", "estudiante", "studente", "etudiant"},
    {"course", "curso", "cour", "kurs", "corso"},
    {"supplier", "proveedor", "fournisseur", "lieferant", "fornecedor", "fornitore", "leverancier"},
    {"payment", "pago", "paiement", "zahlung", "pagamento", "betaling"},
    {"postcode", "plz", "cep", "cap"},
    {"gender", "sexo", "sexe", "geschlecht", "sesso", "genero"},
    {"brand", "marca", "marque", "marke", "merk"},
    {"stock", "existencia", "bestand", "estoque", "voorraad", "lager"},
    {"tax", "impuesto", "impot", "steuer", "imposto", "tassa", "belasting"},
    {"discount", "descuento", "remise", "rabatt", "desconto", "sconto", "korting"},
    {"family", "familia", "famille", "familie", "famiglia"},
    {"state", "provincia", "bundesland", "etat", "estado"},
    {"file", "archivo", "fichier", "datei", "arquivo", "bestand"},
    {"author", "autor", "auteur", "autore", "forfattare"},
    {"book", "libro", "livre", "buch", "livro", "boek", "bok"},
};

// What many columns have in their names, whatever they are about.
constexpr std::string_view particles[] = {"at",   "on",   "by", "in",  "of",   "to", "for", "the", "a",  "an",
                                          "and",  "or",   "is", "has", "was",  "be", "can", "did", "do", "id",
                                          "uuid", "guid", "pk", "fk",  "with", "no", "not", "from"};
constexpr std::string_view vague[] = {
    "name",   "type", "kind",  "value", "date",    "time",    "timestamp", "code",  "key",
    "number", "num",  "count", "total", "flag",    "data",    "info",      "text",  "string",
    "url",    "uri",  "path",  "index", "status",  "state",   "amount",    "new",   "old",
    "first",  "last", "min",   "max",   "current", "default", "datetime",  "int",   "integer",
    "bool",   "json", "list",  "set",   "field",   "column",  "row",       "table", "item"};

// What each word stands for: the rows above by number. Two words with one number in common mean the same.
using Meanings = std::unordered_map<std::string_view, std::vector<std::size_t>>;

const Meanings& meanings() {
  static const Meanings all = [] {
    Meanings out;
    std::size_t row = 0;
    for (const auto& [a, b] : synonyms) {
      out[a].push_back(row);
      out[b].push_back(row++);
    }
    for (const auto& words : translations) {
      for (const auto word : words)
        if (!word.empty()) out[word].push_back(row);
      ++row;
    }
    return out;
  }();
  return all;
}

bool mean_the_same(std::string_view a, std::string_view b) {
  const auto x = meanings().find(a), y = meanings().find(b);
  if (x == meanings().end() || y == meanings().end()) return false;
  return std::any_of(x->second.begin(), x->second.end(), [&](std::size_t row) {
    return std::find(y->second.begin(), y->second.end(), row) != y->second.end();
  });
}

// Optimal string alignment, two rows are enough for names.
std::size_t letters_changed(std::string_view a, std::string_view b) {
  std::array<std::size_t, 64> few;
  std::vector<std::size_t> many(b.size() < few.size() ? 0 : b.size() + 1);
  std::size_t* row = many.empty() ? few.data() : many.data();
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

// `message` → `msg`
std::string consonants(std::string_view word) {
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (i == 0 || (!is_vowel(word[i]) && word[i] != word[i - 1])) out += word[i];
  return out;
}

// `org` of `organization`, `pwd` of `password`, `msg` of `message`: the same first letter, and the rest in order.
bool abbreviates(std::string_view brief, std::string_view full) {
  if (brief.size() < 3 || brief.size() >= full.size() || brief[0] != full[0]) return false;
  if (full.starts_with(brief)) return full.size() > brief.size() + 1;  // `use` is not short for `user`
  if (consonants(full) == brief) return true;
  if (brief.size() * 2 > full.size() + 1 || std::any_of(brief.begin() + 1, brief.end(), is_vowel)) return false;
  std::size_t at = 0;
  for (const char c : full)
    if (at < brief.size() && brief[at] == c) ++at;
  return at == brief.size() && brief.back() == full.back();
}

std::string_view stem(std::string_view word) {
  constexpr std::size_t shortest = 5;
  for (const std::string_view ending :
       {"ations", "ation", "able", "ment", "ing", "ion", "ity", "ed", "er", "or", "al", "ly", "e"})
    if (word.size() >= ending.size() + shortest && word.ends_with(ending))
      return word.substr(0, word.size() - ending.size());
  return word;
}

// `publication` and `published`
bool are_forms_of_one(std::string_view a, std::string_view b) {
  const auto x = stem(a), y = stem(b);
  const auto [end, other] = std::mismatch(x.begin(), x.end(), y.begin(), y.end());
  const auto common = static_cast<std::size_t>(end - x.begin());
  return common >= 5 && common * 10 >= std::min(x.size(), y.size()) * 7;
}

}  // namespace

double letter_likeness(std::string_view a, std::string_view b) {
  const auto longest = std::max(a.size(), b.size());
  return longest == 0 ? 1.0 : 1.0 - static_cast<double>(letters_changed(a, b)) / static_cast<double>(longest);
}

std::string singular(std::string word) {
  const auto ends = [&](std::string_view ending) { return word.size() > ending.size() + 1 && word.ends_with(ending); };
  if (ends("ies")) return word.substr(0, word.size() - 3) + "y";
  if (ends("sses") || ends("xes") || ends("ches") || ends("shes")) return word.substr(0, word.size() - 2);
  if (ends("s") && !ends("ss") && !ends("us") && !ends("is")) return word.substr(0, word.size() - 1);
  return word;
}

double word_likeness(std::string_view a, std::string_view b) {
  constexpr std::size_t long_enough = 5;  // `date` and `rate` are two words
  if (a == b) return 1;
  if (abbreviates(a, b) || abbreviates(b, a)) return 0.8;
  const bool near_in_length = std::min(a.size(), b.size()) * 10 >= std::max(a.size(), b.size()) * 7;
  const double letters = near_in_length ? letter_likeness(a, b) : 0;
  const bool may_be_misspelt = std::min(a.size(), b.size()) >= long_enough || a.front() == b.front();
  if (letters > 0.75 && may_be_misspelt) return std::max(same_meaning, letters - 0.1);
  if (mean_the_same(a, b) || are_forms_of_one(a, b)) return same_meaning;
  return letters >= 0.7 ? letters - 0.2 : 0;
}

bool is_particle(std::string_view word) {
  return word.size() < 2 || word.find_first_not_of("0123456789") == std::string_view::npos ||
         std::find(std::begin(particles), std::end(particles), word) != std::end(particles);
}

bool tells_something(std::string_view word) {
  return !is_particle(word) && std::find(std::begin(vague), std::end(vague), word) == std::end(vague);
}

}  // namespace schemac
