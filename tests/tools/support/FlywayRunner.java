import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Runs the real Flyway on a folder: java FlywayRunner URL USER FOLDER migrate|validate … */
public class FlywayRunner {
  public static void main(String[] arguments) {
    String url = arguments[0];
    FluentConfiguration configuration =
        Flyway.configure().dataSource(url, arguments[1], "").locations("filesystem:" + arguments[2]).connectRetries(0).baselineOnMigrate(true).baselineVersion("0");
    if (url.startsWith("jdbc:postgresql:"))
      configuration.getConfigurationExtension(PostgreSQLConfigurationExtension.class).setTransactionalLock(false);
    Flyway flyway = configuration.load();
    try {
      for (int at = 3; at < arguments.length; at++) {
        switch (arguments[at]) {
          case "migrate" -> System.out.println("migrated " + flyway.migrate().migrationsExecuted);
          case "validate" -> flyway.validate();
          default -> throw new IllegalArgumentException("no command " + arguments[at]);
        }
      }
    } catch (RuntimeException error) {
      System.err.println(error.getMessage());
      System.exit(1);
    }
  }
}
