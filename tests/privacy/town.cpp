// SPDX-License-Identifier: Apache-2.0
#include "privacy/town.h"

#include <algorithm>

#include "privacy/parallel.h"
#include "store/desk.h"
#include "token/stop.h"

namespace whit::privacy {
namespace {

constexpr unsigned kSlots = 48;         // half hours of a day
constexpr unsigned kPublishAt = 40;     // 20:00
constexpr Seconds kSlot = 1800;         // within an hour the issuer takes time as it comes
constexpr unsigned kMissedShare = 20;   // of days on which a phone doesn't sync
constexpr std::size_t kLateShare = 10;  // of people who join during the month
constexpr std::uint64_t kVisitShares[] = {52, 82, 94, 98};  // of 100 days: up to so many visits
constexpr Seconds kClockMargin = 5;  // a phone's idea of the issuer's time is off by seconds
constexpr unsigned kMostVisits = 3;  // more on the days around an ending

UnixTime start_of(Day day, unsigned slot) { return midnight(day) + slot * kSlot; }

bool holds(std::uint64_t& luck, std::uint64_t of_ten) {
  const bool out = luck % 10 < of_ten;
  luck /= 10;
  return out;
}

}  // namespace

Town::Town(const Orders& orders)
    : orders_(orders), house_(orders.seed, orders.horizon, orders.days, orders.collude) {
  truth_.seed = orders.seed;
  std::string lines;
  const std::size_t late = orders.people - orders.people / kLateShare;
  std::vector<std::size_t> at_once;
  for (std::size_t i = 0; i < orders.people; ++i) {
    people_.push_back(std::make_unique<Holder>(i, orders.seed, orders.broken, orders.horizon));
    std::uint64_t luck = people_[i]->luck()();
    lines += people_[i]->subject() + ",work-permit-valid,\n";
    if (holds(luck, 3)) lines += people_[i]->subject() + ",tax-current,\n";
    employed_.push_back(holds(luck, 6));
    if (employed_[i]) {
      lines += people_[i]->subject() + ",employed-by," +
               employer(static_cast<int>(luck % kEmployers)) + "\n";
    }
    if (i < late || orders.days < 4) {
      at_once.push_back(i);
    } else {
      const Day day = kFirstDay + 1 + static_cast<Day>(people_[i]->luck()() % (orders.days - 2));
      errands_.push_back({day, 20, i, Way::joins});
    }
  }
  house_.import(lines, midnight(kFirstDay) + 600);
  since_.resize(orders.people, kFirstDay);
  for (const std::size_t i : at_once) join(i, midnight(kFirstDay) + 900);
  plan_endings();
  evidence_.sites = {{"GATE 1", {}}, {"OFFICE 2", {}}};
  truth_.person.resize(2);
}

// Dismissals, stop codes and lost phones in turn, among those who were there from the start.
void Town::plan_endings() {
  const std::size_t there = orders_.people - orders_.people / kLateShare;
  std::vector<std::size_t> order(there);
  for (std::size_t i = 0; i < there; ++i) order[i] = i;
  std::mt19937_64 luck(orders_.seed);
  std::shuffle(order.begin(), order.end(), luck);
  std::size_t planned = 0;
  for (const std::size_t person : order) {
    if (planned == orders_.withdraw) break;
    if (!employed_[person]) continue;
    const Day day = kFirstDay + 2 + static_cast<Day>(luck() % (orders_.days - 6));
    const unsigned slot = 12 + static_cast<unsigned>(luck() % 34);
    const Way way = std::array{Way::dismissed, Way::stopped, Way::lost}[planned++ % 3];
    errands_.push_back({day, slot, person, way});
    if (way == Way::dismissed && planned % 2 == 0) {
      errands_.push_back({day + 2, 18, person, Way::reinstated});
    }
    if (way != Way::dismissed) errands_.push_back({day + 1, 20, person, Way::invited});
    people_[person]->watch();
  }
  must(planned == orders_.withdraw, "find enough people to withdraw something from");
  std::sort(errands_.begin(), errands_.end());
}

void Town::join(std::size_t person, UnixTime now) {
  const Invited invited =
      must(house_.desk().invite(operator_actor(), people_[person]->subject(), now), "invite");
  people_[person]->enrol(house_, invited, now, books_);
  since_[person] = day_of(now);
}

void Town::end(const Errand& errand, UnixTime now) {
  Holder& holder = *people_[errand.person];
  std::vector<Vct> facts = {kPermit, kTax, kEmployed};
  if (errand.way == Way::dismissed) {
    facts = {kEmployed};
    must(house_.desk().end_fact(operator_actor(), holder.subject(), kEmployed, 0, "", now),
         "dismiss");
  } else if (errand.way == Way::stopped) {
    must(house_.service().stop(encode(StopRequest{"dlo", holder.stop()}), now), "stop");
    holder.lose();
  } else {
    must(house_.desk().lost_phone(operator_actor(), holder.subject(), now), "report a lost phone");
    holder.lose();
  }
  for (const Vct vct : facts) ended_.push_back(holder.ended(vct));
  ++counts_.ended;
}

void Town::do_errands(Day day, unsigned slot) {
  const UnixTime now = start_of(day, slot);
  const auto first = std::lower_bound(errands_.begin(), errands_.end(), Errand{day, slot, 0, {}});
  for (auto at = first; at != errands_.end() && at->day == day && at->slot == slot; ++at) {
    switch (at->way) {
      case Way::joins:
        join(at->person, now);
        break;
      case Way::invited:
        join(at->person, now);
        ++counts_.returned;
        break;
      case Way::reinstated:
        must(house_.desk().reinstate(operator_actor(), people_[at->person]->subject(), kEmployed,
                                     now),
             "reinstate");
        ++counts_.returned;
        break;
      default:
        end(*at, now);
    }
  }
  if (slot == kPublishAt) publish(now);
}

void Town::publish(UnixTime now) {
  house_.publish(now);
  for (const ChainName& chain : ended_) truth_.withdrawn[chain] = day_of(now) + 1;
  ended_.clear();
}

std::vector<std::vector<Town::Step>> Town::steps_of(Day day) {
  std::vector<std::vector<Step>> out(kSlots);
  const auto add = [&](UnixTime second, std::size_t person, Act act) {
    out[second / kSlot].push_back({midnight(day) + second, person, act});
  };
  std::vector<bool> busy(people_.size());
  for (const Errand& one : errands_) {
    if (one.way < Way::reinstated && one.day <= day + 1 && day <= one.day + 1) {
      busy[one.person] = true;
    }
  }
  for (std::size_t i = 0; i < people_.size(); ++i) {
    std::mt19937_64& luck = people_[i]->luck();
    // From a while after midnight on, and not at the last minute.
    if (luck() % kMissedShare != 0 || day == kFirstDay) add(600 + luck() % 85000, i, Act::sync);
    if (const auto minute = people_[i]->blind_minute(house_, day)) {
      const bool missed = luck() % kMissedShare == 0;
      if (!missed) add(*minute + kClockMargin - midnight(day), i, Act::collect_blind);
    }
    std::uint64_t visits = busy[i] ? kMostVisits : 0;
    const std::uint64_t share = luck() % 100;
    for (const std::uint64_t limit : kVisitShares) visits += share >= limit ? 1 : 0;
    if (day <= since_[i]) visits = 0;
    for (; visits > 0; --visits) add(luck() % kSecondsPerDay, i, Act::visit);
  }
  for (auto& slot : out) {
    std::sort(slot.begin(), slot.end(), [](const Step& a, const Step& b) {
      return std::tie(a.person, a.time, a.act) < std::tie(b.person, b.time, b.act);
    });
  }
  return out;
}

// walk does the steps of one half hour, each person's in their order.
void Town::walk(std::vector<Step> steps) {
  std::vector<std::size_t> first;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (i == 0 || steps[i].person != steps[i - 1].person) first.push_back(i);
  }
  std::vector<Done> done(first.size());
  in_parallel(first.size(), [&](std::size_t n) {
    const std::size_t end = n + 1 < first.size() ? first[n + 1] : steps.size();
    for (std::size_t i = first[n]; i < end; ++i) {
      Holder& holder = *people_[steps[i].person];
      if (steps[i].act == Act::sync) {
        holder.sync(house_, steps[i].time, done[n].books);
      } else if (steps[i].act == Act::collect_blind) {
        holder.collect_blind(house_, steps[i].time, done[n].books);
      } else {
        visit(steps[i], done[n]);
      }
    }
  });
  for (Done& one : done) {
    counts_.visits += one.counts.visits;
    counts_.turned_away += one.counts.turned_away;
    counts_.checked += one.counts.checked;
    for (Taken& taken : one.taken) today_.push_back(std::move(taken));
    std::move(one.books.collects.begin(), one.books.collects.end(),
              std::back_inserter(books_.collects));
  }
}

void Town::keep(std::vector<Taken> taken) {
  std::stable_sort(taken.begin(), taken.end(), [](const Taken& a, const Taken& b) {
    return std::tie(a.scan.time, a.person) < std::tie(b.scan.time, b.person);
  });
  for (Taken& one : taken) {
    auto& scans = evidence_.sites[one.site].scans;
    if (!one.chains.empty()) truth_.chains[{one.site, scans.size()}] = std::move(one.chains);
    truth_.person[one.site].push_back(one.person);
    scans.push_back(std::move(one.scan));
  }
}

void Town::live(const std::function<void(std::uint64_t, std::uint64_t)>& at) {
  const Day raid = kFirstDay + orders_.days / 2;
  books_.raid = raid;
  for (Day day = kFirstDay; day < kFirstDay + orders_.days; ++day) {
    if (day > kFirstDay) house_.begin_day(day);
    if (orders_.collude && day == raid + 1) books_.morning = read_register(house_.register_path());
    auto slots = steps_of(day);
    for (unsigned slot = 0; slot < kSlots; ++slot) {
      do_errands(day, slot);
      walk(std::move(slots[slot]));
      at(std::uint64_t{day - kFirstDay} * kSlots + slot + 1, std::uint64_t{orders_.days} * kSlots);
    }
    keep(std::exchange(today_, {}));
    if (orders_.collude && day == raid) books_.evening = read_register(house_.register_path());
  }
  house_.begin_day(kFirstDay + orders_.days);
}

Books Town::books() {
  books_.last = read_register(house_.register_path());
  books_.keys = house_.blind_keys();
  std::stable_sort(books_.collects.begin(), books_.collects.end(),
                   [](const Exchange& a, const Exchange& b) { return a.time < b.time; });
  return std::move(books_);
}

Evidence Town::evidence() {
  house_.show_all(evidence_);
  return std::move(evidence_);
}

}  // namespace whit::privacy
