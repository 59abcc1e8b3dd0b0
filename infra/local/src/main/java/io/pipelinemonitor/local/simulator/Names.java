package io.pipelinemonitor.local.simulator;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Made-up people and customers. */
public final class Names {

  private static final List<String> GIVEN =
      List.of(
          "Anna", "Ben", "Clara", "David", "Elena", "Felix", "Grace", "Hugo", "Ines", "Jonas",
          "Kaori", "Liam", "Maya", "Nils", "Olivia", "Priya", "Quentin", "Rosa", "Samuel", "Tara",
          "Umar", "Vera", "William", "Xenia", "Yusuf", "Zoe", "Aisha", "Bruno", "Chen", "Daria",
          "Emil", "Freya", "Gustavo", "Hana", "Ivan", "Julia", "Kenji", "Lucia", "Marco", "Noor");
  private static final List<String> FAMILY =
      List.of(
          "Keller",
          "Novak",
          "Smith",
          "Garcia",
          "Tanaka",
          "Larsen",
          "Okafor",
          "Rossi",
          "Dubois",
          "Murphy",
          "Singh",
          "Weber",
          "Costa",
          "Nguyen",
          "Johansson",
          "Brown",
          "Fischer",
          "Lopez",
          "Sato",
          "Kim",
          "Andersen",
          "Moreau",
          "Patel",
          "Walsh",
          "Silva",
          "Hoffmann",
          "Jones",
          "Lindqvist",
          "Ferrari",
          "Chen",
          "Schmid",
          "Taylor",
          "Virtanen",
          "Reyes",
          "Bauer");
  private static final List<String> FIRST =
      List.of(
          "Alpine",
          "Baltic",
          "Cedar",
          "Delta",
          "Eastgate",
          "Falcon",
          "Granite",
          "Harbour",
          "Iron",
          "Juniper",
          "Kestrel",
          "Lakeside",
          "Maple",
          "Northern",
          "Orchard",
          "Pacific",
          "Quarry",
          "Riverside",
          "Summit",
          "Tidewater",
          "Union",
          "Valley",
          "Westfield",
          "Amber",
          "Bright",
          "Copper",
          "Dune",
          "Ember",
          "Forest",
          "Golden");
  private static final List<String> SECOND =
      List.of(
          "Foods",
          "Logistics",
          "Insurance",
          "Rail",
          "Energy",
          "Textiles",
          "Pharma",
          "Retail",
          "Bank",
          "Motors",
          "Telecom",
          "Hospitals",
          "Airlines",
          "Chemicals",
          "Media",
          "Robotics",
          "Shipping",
          "Timber",
          "Water",
          "Optics",
          "Steel",
          "Hotels",
          "Paper",
          "Tools");

  private final Random random;
  private final Set<String> people = new HashSet<>();

  public Names(Random random) {
    this.random = random;
  }

  /** Somebody who has not been named yet. */
  public String person() {
    String name;
    do {
      name = pick(GIVEN) + " " + pick(FAMILY);
    } while (!people.add(name));
    return name;
  }

  public String customer() {
    return pick(FIRST) + " " + pick(SECOND);
  }

  /** An identifier made of a name. */
  public static String id(String name) {
    return name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
