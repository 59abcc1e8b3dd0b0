package io.pipelinemonitor.local.simulator;

import com.google.common.hash.Hashing;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.Quota;
import io.pipelinemonitor.schema.ScopeType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The company: regions, teams, managers and sixty reps with their quotas. */
public final class SalesOrganisation {

  public static final String ROOT = "northgate";

  private static final String COMPANY = "Northgate Software";
  private static final double YEARLY_GROWTH = 1.12;

  /** The team that the story is about leads the list. */
  private static final List<Outline> OUTLINES =
      List.of(
          outline("DACH Enterprise", Market.ENTERPRISE, "EUR", 5, 0.92, 3.8),
          outline("UK & Ireland", Market.MID_MARKET, "GBP", 7, 1.0, 4.5),
          outline("Nordics", Market.MID_MARKET, "EUR", 6, 0.96, 4.4),
          outline("Southern Europe", Market.SMALL_BUSINESS, "EUR", 6, 1.02, 4.4),
          outline("US East Enterprise", Market.ENTERPRISE, "USD", 6, 0.98, 4.0),
          outline("US West", Market.MID_MARKET, "USD", 6, 1.04, 3.9),
          outline("US Central", Market.SMALL_BUSINESS, "USD", 7, 0.93, 3.8),
          outline("Australia & New Zealand", Market.MID_MARKET, "USD", 6, 0.98, 3.9),
          outline("Japan Enterprise", Market.ENTERPRISE, "USD", 5, 0.89, 3.8),
          outline("Southeast Asia", Market.SMALL_BUSINESS, "USD", 6, 1.0, 4.1));

  private record Outline(
      String name, Market market, String currency, int reps, double attainment, double coverage) {

    Region region() {
      int place = OUTLINES.indexOf(this);
      return place < 4 ? Region.EMEA : place < 7 ? Region.AMERICAS : Region.ASIA_PACIFIC;
    }
  }

  private enum Region {
    EMEA("EMEA", 7),
    AMERICAS("Americas", 14),
    ASIA_PACIFIC("Asia-Pacific", 0);

    private final String title;
    private final int opensAt;

    Region(String title, int opensAt) {
      this.title = title;
      this.opensAt = opensAt;
    }

    String id() {
      return Names.id(title);
    }
  }

  private static Outline outline(
      String name, Market market, String currency, int reps, double attainment, double coverage) {
    return new Outline(name, market, currency, reps, attainment, coverage);
  }

  private final List<Team> teams = new ArrayList<>();
  private final List<OrgUnit> units = new ArrayList<>();
  private final List<OrgMember> members = new ArrayList<>();
  private final Instant updatedAt;

  public SalesOrganisation(Random random, Names names, ExchangeRates rates, FiscalPeriod quarter) {
    this.updatedAt = Instant.ofEpochSecond((quarter.startDay() - 12) * 86_400 + 34_200);
    addUnit(ROOT, COMPANY, "company", null, addMember(names.person(), ROOT));
    for (Region region : Region.values()) {
      addUnit(region.id(), region.title, "region", ROOT, addMember(names.person(), region.id()));
    }
    for (Outline outline : OUTLINES) {
      teams.add(team(outline, random, names, rates.rate(outline.currency(), quarter.startDay())));
    }
  }

  private Team team(Outline outline, Random random, Names names, double rate) {
    String unitId = Names.id(outline.name());
    String managerId = addTeamManager(names.person(), unitId);
    addUnit(unitId, outline.name(), "team", outline.region().id(), managerId);
    List<Rep> reps = new ArrayList<>();
    for (int i = 0; i < outline.reps(); i++) {
      String name = names.person();
      double quota = outline.market().quotaPerRep() * (0.88 + 0.24 * random.nextDouble()) / rate;
      double aim = outline.attainment() * (1 + 0.2 * random.nextGaussian());
      reps.add(
          new Rep(addMember(name, unitId), name, Math.round(quota / 5_000) * 5_000 * 100, aim));
    }
    return new Team(
        unitId,
        outline.name(),
        unitId,
        outline.market(),
        outline.currency(),
        outline.region().opensAt,
        managerId,
        reps,
        outline.attainment(),
        outline.coverage());
  }

  private String addMember(String name, String unitId) {
    OrgMember member = member(name, unitId, true, updatedAt);
    members.add(member);
    return member.getMemberId();
  }

  /** Who leads a team reads Slack, all others mail. */
  private String addTeamManager(String name, String unitId) {
    OrgMember member = member(name, unitId, true, updatedAt);
    member.setSlackUserId(slackUserId(member.getMemberId()));
    members.add(member);
    return member.getMemberId();
  }

  /** Made up, and the same in every run. */
  private static String slackUserId(String memberId) {
    String hash = Hashing.sha256().hashString(memberId, StandardCharsets.UTF_8).toString();
    return 'U' + hash.substring(0, 8).toUpperCase(Locale.ROOT);
  }

  /** Somebody of the company, as the contract has it. */
  public static OrgMember member(String name, String unitId, boolean active, Instant updatedAt) {
    String memberId = Names.id(name);
    return OrgMember.newBuilder()
        .setMemberId(memberId)
        .setName(name)
        .setUnitId(unitId)
        .setEmail(memberId.replace('-', '.') + "@northgate.example")
        .setActive(active)
        .setUpdatedAt(updatedAt)
        .build();
  }

  private void addUnit(
      String unitId, String name, String kind, @Nullable String parent, String managerId) {
    units.add(
        OrgUnit.newBuilder()
            .setUnitId(unitId)
            .setName(name)
            .setKind(kind)
            .setParentUnitId(parent)
            .setManagerId(managerId)
            .setUpdatedAt(updatedAt)
            .build());
  }

  public List<Team> teams() {
    return teams;
  }

  public List<OrgUnit> units() {
    return units;
  }

  public List<OrgMember> members() {
    return members;
  }

  /** How many people sell. */
  public int reps() {
    return teams.stream().mapToInt(team -> team.reps().size()).sum();
  }

  /** Teams in or below the unit. */
  public Stream<Team> teamsOf(String unitId) {
    return teams.stream()
        .filter(
            team ->
                unitId.equals(ROOT)
                    || unitId.equals(team.unitId())
                    || unitId.equals(unit(team.unitId()).getParentUnitId()));
  }

  /** Names of the units by their identifiers, the company first, each region before its teams. */
  public Map<String, String> unitNames() {
    Map<String, String> names = new LinkedHashMap<>();
    for (OrgUnit unit : units) {
      if (unit.getKind().equals("team")) {
        continue;
      }
      names.put(unit.getUnitId(), unit.getName());
      if (!unit.getUnitId().equals(ROOT)) {
        teamsOf(unit.getUnitId()).forEach(team -> names.put(team.unitId(), team.name()));
      }
    }
    return names;
  }

  private OrgUnit unit(String unitId) {
    return units.stream()
        .filter(unit -> unit.getUnitId().equals(unitId))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no unit " + unitId));
  }

  /**
   * A team moves to another region.
   *
   * @return the unit as it is from now on
   */
  public OrgUnit move(Team team, String regionId, Instant at) {
    OrgUnit before = unit(team.unitId());
    OrgUnit after = OrgUnit.newBuilder(before).setParentUnitId(regionId).setUpdatedAt(at).build();
    units.set(units.indexOf(before), after);
    return after;
  }

  /**
   * Each rep's quota for a period.
   *
   * @param quartersLater how far the period is from the one that the reps' quotas are of
   */
  public List<Quota> quotas(FiscalPeriod period, int quartersLater) {
    List<Quota> quotas = new ArrayList<>();
    for (Team team : teams) {
      for (Rep rep : team.reps()) {
        quotas.add(quota(rep, team.currency(), period, growth(quartersLater), updatedAt));
      }
    }
    return quotas;
  }

  /** How much more is to be sold in a quarter that much later. */
  public static double growth(int quartersLater) {
    return Math.pow(YEARLY_GROWTH, 0.25 * quartersLater);
  }

  /** A rep's quota for a period, so many times as much as in the first quarter. */
  public static Quota quota(
      Rep rep, String currency, FiscalPeriod period, double factor, Instant updatedAt) {
    return Quota.newBuilder()
        .setScopeType(ScopeType.REP)
        .setScopeId(rep.memberId())
        .setPeriod(period.name())
        .setAmountMinor(Math.round(rep.quota() * factor / 100_000) * 100_000)
        .setCurrency(currency)
        .setUpdatedAt(updatedAt)
        .build();
  }
}
