tongbao("ledger",{"columns":[
{"id":"subject","title":"点评对象","type":"text","class":"","main":true,"head":true,"words":["","试验学院党总支","某党员"],"pages":["record/2010-q3/review/yuan.html","record/2010-q3/review-2.html"],"cells":[1,2]},
{"id":"organisation","title":"党组织","type":"text","class":"","main":true,"words":["","校党委","试验学院党总支","第一党支部"],"ids":["","xiao","yuan","yi-bu"],"above":[0,0,1,2],"names":["","校党委","　试验学院党总支","　　第一党支部"],"links":["","organisation/xiao.html","organisation/yuan.html","organisation/yi-bu.html"],"cells":[2,3]},
{"id":"period","title":"周期","type":"text","class":"","main":true,"words":["","三季度"],"ids":["","2010-q3"],"cells":[1,1]},
{"id":"form","title":"点评表","type":"text","class":"","main":true,"words":["","党组织点评表","党员点评表"],"ids":["","organisation","member"],"cells":[1,2]},
{"id":"reviewer","title":"点评人","type":"text","class":"","main":true,"words":["","丙三","甲一"],"cells":[2,1]},
{"id":"date","title":"点评时间","type":"date","class":"","main":true,"words":["","2010-10-11","2010-10-12"],"cells":[1,2]},
{"id":"method","title":"点评方式","type":"text","class":"","main":true,"words":["","现场","谈话"],"ids":["","on-site","talk"],"cells":[1,2]},
{"id":"replies","title":"回复","type":"integer","class":"number","words":["","1"],"cells":[1,0]},
{"id":"replied","title":"回复日期","type":"date","class":"","words":["","2010-11-01"],"cells":[1,0]}],
"count":2});
