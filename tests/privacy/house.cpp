// SPDX-License-Identifier: Apache-2.0
#include "privacy/house.h"

#include <stdlib.h>
#include <sys/statvfs.h>

#include <filesystem>
#include <mutex>

#include "crypto/hash.h"
#include "log/sign.h"
#include "log/tile.h"
#include "privacy/blind_key_of.h"
#include "privacy/parallel.h"
#include "token/registry.h"

namespace whit::privacy {
namespace {

constexpr std::string_view kIss = "dlo", kOrigin = "log.dlo.example/";
constexpr std::uint8_t kAllModes = 7;
constexpr Day kWeek = 7;

thread_local std::unique_ptr<SeededRng> errand;

// The register is written and synced all day: memory, where there is enough of it.
std::string new_folder() {
  constexpr std::uint64_t kEnough = 2'000'000'000;
  std::filesystem::path where = std::filesystem::temp_directory_path();
  struct statvfs space {};
  if (::statvfs("/dev/shm", &space) == 0 && space.f_bavail * space.f_bsize > kEnough) {
    where = "/dev/shm";
  }
  std::string pattern = (where / "whit-privacy-XXXXXX").string();
  must(::mkdtemp(pattern.data()) != nullptr, "make a folder in " + where.string());
  return pattern;
}

CatalogueFact fact(Vct vct, std::string slug, std::uint8_t horizon) {
  CatalogueFact out;
  out.vct = vct;
  out.slug = std::move(slug);
  out.kinds = 1;
  out.modes = kAllModes;
  out.horizon = horizon;
  out.per_day = kPerDay;
  out.labels = {{"en", out.slug}};
  return out;
}

constexpr std::uint8_t kRevocable = 1, kBoth = 3;

std::vector<CatalogueFact> catalogue(std::uint8_t horizon, bool blind) {
  std::vector<CatalogueFact> out = {fact(kPermit, "work-permit-valid", horizon),
                                    fact(kTax, "tax-current", horizon),
                                    fact(kEmployed, "employed-by", horizon)};
  for (int i = 0; i < kEmployers; ++i) out.back().value_list.push_back(employer(i));
  for (std::size_t i = 0; blind && i < 2; ++i) {
    out[i].kinds = kBoth;
    out[i].blind_lead = static_cast<std::uint16_t>(kBlindLead);
  }
  return out;
}

Preset preset(std::string slug, std::vector<Vct> facts, bool blind) {
  Preset out;
  out.slug = std::move(slug);
  out.facts = std::move(facts);
  out.kinds = blind ? kBoth : kRevocable;
  out.modes = kAllModes;
  out.max_age = 72 * 3600;
  out.answer_time = 86400;
  out.labels = {{"en", out.slug}};
  return out;
}

std::string witness_line(const std::string& name, const SigningKey& key) {
  const auto note_key = make_note_key(name, NoteKeyType::cosignature, key.public_key());
  return "witness " + name + " " + format(*note_key) + "\n";
}

class Lines final : public IssuerService::Source {
 public:
  explicit Lines(const std::string& text) : text_(text) {}
  Result<Bytes> next() override {
    constexpr std::size_t kPiece = 65536;
    const Bytes piece = as_bytes(std::string_view(text_).substr(at_, kPiece));
    at_ += piece.size();
    return piece;
  }
  Status rewind() override {
    at_ = 0;
    return {};
  }

 private:
  const std::string& text_;
  std::size_t at_ = 0;
};

}  // namespace

void must(bool good, const std::string& what) {
  if (!good) throw CouldNot("can't " + what);
}

void must(const Status& status, const std::string& what) {
  if (!status.ok()) throw CouldNot("can't " + what + ": " + std::string(name(status.error().code)));
}

std::string employer(int number) {
  return std::string("EMP-") + static_cast<char>('0' + number / 10) +
         static_cast<char>('0' + number % 10);
}

Dice::Dice(std::uint64_t seed) : seed_(seed), house_(seed) {}

void Dice::begin(std::uint64_t who, std::uint64_t when) {
  const Hash mixed = sha256(as_bytes("errand " + std::to_string(seed_) + " " + std::to_string(who) +
                                     " " + std::to_string(when)));
  std::uint64_t stream = 0;
  for (int i = 0; i < 8; ++i) stream = stream << 8 | mixed.bytes[static_cast<std::size_t>(i)];
  errand = std::make_unique<SeededRng>(stream);
}

void Dice::fill(std::span<std::uint8_t> out) noexcept {
  if (errand != nullptr) return errand->fill(out);
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  house_.fill(out);
}

SigningKey House::key(const std::string& name) const {
  const Hash seed = sha256(as_bytes("privacy " + std::to_string(seed_) + " " + name));
  return SigningKey::from_seed(seed.bytes);
}

House::House(std::uint64_t seed, std::uint8_t horizon, Day days, bool blind)
    : seed_(seed),
      dice_(seed),
      folder_(new_folder()),
      root_(key("root")),
      keys_(key("keys")),
      publisher_(key("bundle")),
      log_key_(key("log")),
      witness_(key("w1")),
      second_witness_(key("w2")) {
  trust_ = {std::string(kIss), root_.public_key(), "https://dlo.example", std::string(kOrigin),
            witness_line("w1", witness_) + witness_line("w2", second_witness_) +
                "group both all w1 w2\nquorum both\n"};
  open(horizon, days, blind);
}

House::~House() {
  service_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

// One key for each day and fact, all listed from the start.
void House::make_blind_keys(Day days) {
  for (Day day = kFirstDay + 2; day <= kFirstDay + days + 2; ++day) {
    for (const Vct vct : {kPermit, kTax}) issuing_.blind_signers.push_back({vct, day, nullptr});
  }
  in_parallel(issuing_.blind_signers.size(), [&](std::size_t i) {
    BlindSecret& one = issuing_.blind_signers[i];
    one.key = blind_key_of("privacy " + std::to_string(seed_) + " " + std::to_string(one.vct) +
                           " " + std::to_string(one.day));
  });
  for (const BlindSecret& one : issuing_.blind_signers) {
    issuing_.keys.blind.push_back({one.vct, one.day, one.key->modulus(), KeyState::live});
  }
}

// One token key for each week of expiry days, as an issuer makes them.
void House::open(std::uint8_t horizon, Day days, bool blind) {
  issuing_.iss = kIss;
  issuing_.catalogue = catalogue(horizon, blind);
  issuing_.keys.iss = kIss;
  issuing_.keys.sequence = 1;
  const Day last = kFirstDay + days + horizon + 2 * kWeek;
  for (Day day = kFirstDay - kFirstDay % kWeek; day <= last; day += kWeek) {
    auto signer = std::make_shared<const SigningKey>(key("token " + std::to_string(day)));
    issuing_.keys.tokens.push_back({Kind::revocable,
                                    {kPermit, kTax, kEmployed},
                                    day,
                                    day + kWeek - 1,
                                    signer->public_key(),
                                    KeyState::live});
    issuing_.signers.push_back(std::move(signer));
  }
  if (blind) make_blind_keys(days);
  RootManifest manifest{std::string(kIss), 1, {}, last + 30, {}, false};
  for (const auto& [use, one] : {std::pair{Use::keys, &keys_}, std::pair{Use::bundle, &publisher_},
                                 std::pair{Use::log, &log_key_}}) {
    manifest.keys.push_back({use, one->public_key(), kFirstDay - 1, last});
  }
  manifest_ = sign_part(encode(manifest), registry::kTypManifest, root_);
  key_list_ = sign_part(encode(issuing_.keys), registry::kTypKeyList, keys_);
  register_path_ = folder_ + "/register.db";
  must(IssuerService::create(register_path_, kIss), "make a register");
  SecretBuffer register_key(32);
  dice_.fill(register_key.expose_writable(InsecureAccess{}));
  service_ = must(IssuerService::open(register_path_, issuing_, std::move(register_key), dice_),
                  "open the register");
  must(log().put(LogObject::key_list, sha256(key_list_), key_list_), "keep the key list");
  close(kFirstDay, true, midnight(kFirstDay) + 60);
  publish(midnight(kFirstDay) + 120);
}

void House::import(const std::string& lines, UnixTime now) {
  const std::string text = "subject,fact,value\n" + lines;
  Lines source(text);
  ImportOrder order;
  order.run = ImportRun::apply;
  order.rule = ImportRule::skip_bad_lines;
  const ImportSummary summary =
      must(service_->import(operator_actor(), source, order, now), "import the register");
  must(summary.added == static_cast<std::size_t>(std::count(lines.begin(), lines.end(), '\n')),
       "import every line of the register");
}

void House::close(Day day, bool control, UnixTime now) {
  EpochOrder order{day, control, sha256(key_list_), {}};
  if (!control) order.pad_key = dice_.make<Hash>();
  must(log().close(order), "close an epoch");
  const std::string origin = std::string(kOrigin) + "1";
  const auto signer = must(make_note_signer(origin, NoteKeyType::ed25519, log_key_), "name a key");
  checkpoint_ = must(log().sign_checkpoint(signer), "sign the log");
  Note note = must(parse_note(checkpoint_), "read a checkpoint");
  std::vector<NoteSignature> lines;
  for (const auto& [name, one] : {std::pair{"w1", &witness_}, std::pair{"w2", &second_witness_}}) {
    const auto witness = must(make_note_signer(name, NoteKeyType::cosignature, *one), "name a key");
    lines.push_back(must(cosign_note(note.text, now, witness), "cosign"));
  }
  const LogState state = must(log().state(), "read the log");
  must(log().add_cosignatures(state.size, lines), "keep cosignatures");
  must(log().offer(state.size), "offer a checkpoint");
  note.signatures.insert(note.signatures.end(), lines.begin(), lines.end());
  checkpoint_ = format(note);
}

void House::begin_day(Day day) {
  const UnixTime now = midnight(day) + 30;
  must(service_->midnight(now), "begin a day");
  close(day - 1, false, now + 300);
}

void House::publish(UnixTime now) {
  const LogState state = must(log().state(), "read the log");
  Head head;
  head.iss = kIss;
  head.version = ++version_;
  head.issued = now;
  head.next_update = now + kSecondsPerDay;
  head.expires = now + 7 * kSecondsPerDay;
  head.previous = last_head_;
  head.manifest = manifest_;
  head.key_list = key_list_;
  head.epoch_header = must(log().header(state.epochs - 1), "read a header");
  LogProof proof;
  proof.index = must(parse_epoch_header(head.epoch_header), "read a header").index;
  proof.path = must(log().prove(proof.index, state.size), "prove a header");
  proof.note = must(parse_note(checkpoint_), "read a checkpoint");
  head.log_proof = format(proof);
  head.catalogue = issuing_.catalogue;
  for (const auto& [slug, facts] : std::initializer_list<std::pair<const char*, std::vector<Vct>>>{
           {"gate", {kPermit}},
           {"site", {kPermit, kEmployed}},
           {"office", {kPermit, kTax}},
           {"employer", {kEmployed}}}) {
    head.presets.push_back(preset(slug, facts, blind()));
  }
  if (blind()) head.presets.push_back(preset("tax", {kTax}, true));
  std::vector<Bytes> parts;
  const auto segments = must(service_->withdrawals(now), "withdraw");
  for (const StoredSegment& one : segments) {
    head.segments.push_back({one.medium, one.day, sha256(one.bytes), one.bytes.size()});
    must(log().put(LogObject::segment, sha256(one.bytes), one.bytes), "keep a segment");
    parts.emplace_back(one.bytes);
  }
  const ByteVector payload = encode(head);
  head_ = sign_part(payload, registry::kTypHead, publisher_);
  last_head_ = sha256(payload);
  ByteVector file = encode_bundle_file(head_, parts);
  bundle_ = std::make_unique<Bundle>(must(Bundle::open(file, trust_), "open the bundle"));
  must(log().put(LogObject::head, last_head_, head_), "keep a head");
  publications_.push_back({now, std::move(file)});
}

void House::show_all(Evidence& evidence) {
  const LogState state = must(log().state(), "read the log");
  for (std::uint64_t i = 0; i < state.size / kTileWidth; ++i) {
    const ByteVector bundle =
        must(log().read(state.number, path({TileId::kEntries, i, kTileWidth})), "read the log");
    for (const Bytes entry : must(parse_entry_bundle(bundle, kTileWidth), "read a tile")) {
      must(entry.size() == kEntrySize, "read an entry");
      std::copy(entry.begin(), entry.end(), evidence.entries.emplace_back().begin());
    }
  }
  for (std::uint64_t i = 0; i < state.epochs; ++i) {
    evidence.headers.push_back(must(log().header(i), "read a header"));
  }
  evidence.bundles = publications_;
}

}  // namespace whit::privacy
