// URLs as other tools write them, and what the servers' own clients are given.
#include <gtest/gtest.h>

#include "connections/url_forms.h"

namespace schemac::test {
namespace {

struct UrlCase {
  const char* written;
  const char* url;
  const char* schema = "";
  bool is_narrow = false;
};

TEST(UrlForms, GiveTheClientsWhatTheyKnow) {
  const UrlCase cases[] = {
      // Prisma
      {"postgresql://me@h/shop?schema=app&connection_limit=5&pool_timeout=2&sslmode=require",
       "postgresql://me@h/shop?sslmode=require", "app", true},
      {"postgres://me@h/shop?pgbouncer=true", "postgresql://me@h/shop"},
      {"file:./dev.db", "sqlite:./dev.db"},
      // SQLAlchemy
      {"postgresql+psycopg://me@h:5432/shop", "postgresql://me@h:5432/shop"},
      {"postgresql+asyncpg://me@h/shop?ssl=require", "postgresql://me@h/shop?sslmode=require"},
      {"postgresql+psycopg2://me@/shop?host=/tmp", "postgresql://me@/shop?host=/tmp"},
      {"mysql+pymysql://me@h/shop?charset=utf8mb4", "mysql://me@h/shop"},
      {"mariadb+mariadbconnector://me@h/shop", "mysql://me@h/shop"},
      {"sqlite+aiosqlite:///shop.db", "sqlite:///shop.db"},
      // JDBC
      {"jdbc:postgresql://h/shop?user=me&currentSchema=app,public&ApplicationName=x&prepareThreshold=0",
       "postgresql://h/shop?user=me&application_name=x", "app"},
      {"jdbc:mysql://h/shop?user=me&password=p&useSSL=false", "mysql://me:p@h/shop?useSSL=false"},
      {"jdbc:sqlite:shop.db", "sqlite:shop.db"},
      // libpq
      {"postgresql://me@h/shop?options=-csearch_path%3Dapp%2Cpublic",
       "postgresql://me@h/shop?options=-csearch_path%3Dapp%2Cpublic", "app"},
      {"postgresql://a,b/shop?target_session_attrs=read-write",
       "postgresql://a,b/shop?target_session_attrs=read-write"},
  };
  for (const auto& one : cases) {
    EXPECT_TRUE(has_url_form(one.written)) << one.written;
    const auto form = read_url_form(one.written);
    ASSERT_TRUE(form) << one.written << render(form.error());
    EXPECT_EQ(form->url, one.url) << one.written;
    EXPECT_EQ(form->default_schema, one.schema) << one.written;
    EXPECT_EQ(form->is_narrow, one.is_narrow) << one.written;
  }
}

TEST(UrlForms, NameAnOptionThatNobodyKnows) {
  const auto unknown = read_url_form("postgresql://me:secret@h/shop?sslmoode=require&password=hidden");
  ASSERT_FALSE(unknown);
  EXPECT_NE(render(unknown.error()).find("`sslmoode`"), std::string::npos);
  EXPECT_EQ(render(unknown.error()).find("secret"), std::string::npos);
  EXPECT_EQ(render(unknown.error()).find("hidden"), std::string::npos);
  const auto torn = read_url_form("postgresql://me:sec?ret@h/shop");
  if (!torn) {
    EXPECT_EQ(render(torn.error()).find("ret"), std::string::npos) << render(torn.error());
  }
}

TEST(UrlForms, LeaveOtherPlacesAlone) {
  for (const char* place :
       {"schema.sql", "git:HEAD:schema.sql", "https://example.org", "C:\\shop.db", "postgresql.sql", "empty"})
    EXPECT_FALSE(has_url_form(place)) << place;
}

}  // namespace
}  // namespace schemac::test
