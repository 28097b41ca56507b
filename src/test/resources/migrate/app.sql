create table users (id integer primary key, username text, otp_secret text);
insert into users values (1, 'olivia', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'), (2, 'Jürgen', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA===='), (3, 'without', null);
